/**
 * The Director's address as it is used: the scheme is https and the port 5555 where they are not given, and what stands
 * behind the port is dropped (reference §14.1).
 */
export function completeDirectorUrl(given: string): string {
  const [, scheme = 'https', host = given, port = '5555'] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\[[^\]]*\]|[^:/?#]+)(?::(\d+))?/i.exec(given.trim()) ?? [];
  return `${scheme.toLowerCase()}://${host}:${port}`;
}
