/** A listening socket as a tool of the system prints it. */
interface ListeningSocket {
  address: string;
  port: number;
  pid: number;
}

const everywhere = new Set(['*', '0.0.0.0', '::']);

/** Whether a socket that listens on one address also has what is sent to the other. */
export function isOnAddress(listening: string, asked: string): boolean {
  return listening === asked || everywhere.has(listening) || everywhere.has(asked);
}

/** Splits "127.0.0.1:80", "[::]:80" and "*:80". */
function splitPlace(text: string): { address: string; port: number } {
  const colon = text.lastIndexOf(':');
  const address = text.slice(0, colon).replace(/^\[|\]$/g, '');
  return { address, port: Number(text.slice(colon + 1)) };
}

/** Output of `lsof -Fpcn`: a line per field, p and c for each process, n for each of its sockets. */
export function parseLsof(text: string): (ListeningSocket & { program: string })[] {
  const found: (ListeningSocket & { program: string })[] = [];
  let pid = 0;
  let program = '';
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) pid = Number(value);
    else if (line.startsWith('c')) program = value;
    else if (line.startsWith('n')) found.push({ ...splitPlace(value), pid, program });
  }
  return found;
}

/**
 * Output of Windows' `netstat -ano`, whose words are in the user's language: a listening socket is known by its foreign
 * port 0.
 */
export function parseNetstat(text: string): ListeningSocket[] {
  const found: ListeningSocket[] = [];
  for (const line of text.split('\n')) {
    const [, local, pid] = /^\s*TCP\s+(\S+)\s+\S+:0\s+\S+\s+(\d+)\s*$/.exec(line) ?? [];
    if (local !== undefined) found.push({ ...splitPlace(local), pid: Number(pid) });
  }
  return found;
}

/** Name of the program in the output of `tasklist /FO CSV /NH` for one pid. */
export function parseTasklist(text: string): string | undefined {
  return /^"([^"]+)","\d+"/m.exec(text)?.[1];
}
