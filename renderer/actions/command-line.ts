/** One argument as a POSIX shell reads it. */
function quoted(argument: string | number): string {
  const text = String(argument);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command of cps-tools that can be pasted into a shell. Placeholders in angle brackets stay as they are. */
export function command(...words: (string | number)[]): string {
  return ['cps-tools', ...words.map((word) => (/^<[\w -]+>$/.test(String(word)) ? word : quoted(word)))].join(' ');
}
