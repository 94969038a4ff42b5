import type { IncomingMessage } from 'node:http';

/**
 * Reads the body of a request into memory, as PHP wants it whole.
 * @returns undefined for one without a body; 'too large' for one above the limit
 */
export async function requestBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Uint8Array | undefined | 'too large'> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return 'too large';
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limitBytes) return 'too large';
    chunks.push(chunk);
  }
  // A buffer of its own, so that it can be handed to a thread without being copied.
  return size === 0 ? undefined : Uint8Array.from(Buffer.concat(chunks));
}
