/** A line that is neither a section, nor a setting, nor a comment. */
export class IniError extends Error {
  /** Counted from 1. The text of the line is left out: it may hold a password. */
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} is neither a section nor a setting`);
    this.line = line;
  }
}

export type Ini = Map<string, Map<string, string>>;

/**
 * Reads a file as Python's ConfigParser does, which the configuration of cps-tools is written for: `[section]`, then
 * `key = value` or `key: value`; comments start with # or ;, also behind a value after a space and a ;. Keys are in lower case.
 * @throws IniError
 */
export function parseIni(text: string): Ini {
  const sections: Ini = new Map();
  let current: Map<string, string> | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const section = /^\[([^\]]+)\]$/.exec(line)?.[1];
    if (section !== undefined) {
      current = sections.get(section) ?? new Map();
      sections.set(section, current);
      continue;
    }
    const [, key, value] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (current === undefined || key === undefined || value === undefined) throw new IniError(index + 1);
    current.set(key.toLowerCase(), value.replace(/\s;.*$/, '').trim());
  }
  return sections;
}
