import type { Transport, TransportAnswer, TransportRequest } from '../../director/contract/client.ts';
import { ConpaasError } from '../../director/contract/errors.ts';

function unreachable(why: string, cause?: unknown): ConpaasError {
  return new ConpaasError('DIRECTOR_UNREACHABLE', { url: window.location.origin, why }, { cause });
}

async function sendByFetch({ method, path, json, signal }: TransportRequest): Promise<TransportAnswer> {
  try {
    const answer = await fetch(path, {
      method,
      credentials: 'same-origin',
      ...(json === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }),
      ...(signal ? { signal } : {}),
    });
    const body = new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body };
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason;
    throw unreachable(thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
}

/** A file goes by XMLHttpRequest, as fetch tells nothing of what was sent so far. */
function sendFile({ method, path, file, signal, onProgress }: TransportRequest): Promise<TransportAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, path);
    request.responseType = 'arraybuffer';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (progress) => onProgress?.(progress.loaded);
    request.onload = () =>
      resolve({ status: request.status, headers: {}, body: new Uint8Array(request.response as ArrayBuffer) });
    request.onerror = () => reject(unreachable('the connection broke while the file was sent'));
    request.onabort = () => reject(signal?.reason ?? new DOMException('aborted', 'AbortError'));
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) return abort();
    request.send(file as File);
  });
}

/** Requests to the Director that served this page, with its session cookie. */
export const browserTransport: Transport = {
  send: (request) => (request.file === undefined ? sendByFetch(request) : sendFile(request)),
};
