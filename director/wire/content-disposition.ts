/**
 * The header of an answer that is a file. "attachement" is spelt as the original spells it (reference §7); `filename` is
 * what old clients read, `filename*` keeps letters that a header cannot hold.
 */
export function contentDisposition(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  const encoded = encodeURIComponent(filename.toWellFormed()).replace(/['()*]/g, escapeByte);
  return `attachement; filename="${plain}"${plain === filename ? '' : `; filename*=UTF-8''${encoded}`}`;
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** The file name of such a header, never with a folder. @returns undefined when it names none */
export function filenameOf(header: string | undefined): string | undefined {
  const name = encodedName(header) ?? header?.match(/filename="([^"]*)"/i)?.[1];
  const last = name?.split(/[/\\]/).at(-1);
  return last === undefined || last === '' || last === '.' || last === '..' ? undefined : last;
}

function encodedName(header: string | undefined): string | undefined {
  const encoded = header?.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
