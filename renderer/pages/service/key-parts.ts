/** A line in the form of authorized_keys: its kind, the end of the key (the beginning is the same for all of a kind), its comment. */
export function partsOfKey(line: string): { kind: string; end: string; comment: string } {
  // Options may stand before the kind.
  const match = /((?:sk-)?(?:ssh|ecdsa)-[^\s]+)\s+([A-Za-z0-9+/=]+)\s*(.*)$/.exec(line.trim());
  if (!match) return { kind: '', end: line.slice(-12), comment: '' };
  const [, kind = '', key = '', comment = ''] = match;
  return { kind, end: key.slice(-12), comment };
}
