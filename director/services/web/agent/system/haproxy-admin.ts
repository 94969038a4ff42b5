import { connect } from 'node:net';

/** A row of `show stat`, by its column names. */
export type StatRow = Readonly<Record<string, string>>;

/** Makes one word of a text for the admin socket, where blanks and semicolons separate. */
export function adminWord(text: string): string {
  return text.replace(/[\s;\\"'#]/g, '\\$&');
}

/** Commands to a running haproxy over its admin socket. */
export class HaproxyAdmin {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  /** @returns what haproxy printed, trimmed. @throws what the connection throws */
  send(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const chunks: string[] = [];
      const socket = connect(this.#socket);
      socket.setEncoding('utf8');
      socket.setTimeout(5000, () => socket.destroy(new Error('haproxy does not answer on its admin socket')));
      socket.on('data', (chunk: string) => chunks.push(chunk));
      socket.once('error', reject);
      socket.once('close', () => resolve(chunks.join('').trim()));
      socket.end(`${command}\n`);
    });
  }

  /** Sends a command that prints nothing, or `expected`, when it is carried out. @throws Error with what haproxy says instead */
  async change(command: string, expected: RegExp = /^$/): Promise<void> {
    const answer = await this.send(command);
    if (answer !== '' && !expected.test(answer)) throw new Error(`haproxy refused "${command}": ${answer}`);
  }

  async statistics(): Promise<StatRow[]> {
    const [header = '', ...lines] = (await this.send('show stat')).replace(/^# /, '').split('\n');
    const columns = header.split(',');
    return lines
      .filter((line) => line !== '')
      .map((line) => {
        const cells = line.split(',');
        return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
      });
  }
}
