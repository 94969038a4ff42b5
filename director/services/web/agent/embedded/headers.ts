/** Between our own servers only; what visitors send under these names is dropped. */
export const codeHeader = 'X-ConPaaS-Code';
export const secretHeader = 'X-ConPaaS-Secret';
export const scriptHeader = 'X-ConPaaS-Script';
export const clientHeader = 'X-ConPaaS-Client';
export const portHeader = 'X-ConPaaS-Port';

/** Which script the front or a backend is to run: the one in the path, the index of a folder, or that of the root. */
export type ScriptMark = 'path' | 'directory' | 'root';

export function isScriptMark(text: string | undefined): text is ScriptMark {
  return text === 'path' || text === 'directory' || text === 'root';
}

/** Belong to one connection (RFC 9110 §7.6.1). Transfer-Encoding is kept: it tells Node how to send the body on. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'upgrade',
]);

/**
 * The headers that are sent on, as name, value, name, value.
 * @param internal keep X-ConPaaS-* too
 */
export function endToEnd(raw: readonly string[], internal: boolean): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const lower = name.toLowerCase();
    if (hopByHop.has(lower) || lower === 'proxy') continue;
    if (!internal && lower.startsWith('x-conpaas-')) continue;
    kept.push(name, raw[at + 1] ?? '');
  }
  return kept;
}

/** Node writes headers byte by byte (latin1); names of folders may have other letters. */
export function toHeader(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** One header of our own as a text, undefined when it is missing. */
export function fromHeader(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? Buffer.from(value, 'latin1').toString('utf8') : undefined;
}
