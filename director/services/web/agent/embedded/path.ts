/** Scripts and other files whose source is never given out. */
export const scriptPattern = /\.(php|phtml|phar|phps|php[3-9])(\/|$)/i;

/** What "/.git/config" and the like have; "/.well-known/" is meant to be read. */
export const hiddenPattern = /\/\.(?!well-known(\/|$))/;

/**
 * The path of a request, decoded.
 * @returns undefined for one that is not valid or leaves the code's folder
 */
export function decodedPath(url: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(url.split('?', 1)[0] ?? '');
  } catch {
    return undefined;
  }
  const leaves = path.split(/[\\/]/).includes('..');
  return path.startsWith('/') && !leaves && !path.includes('\0') ? path : undefined;
}
