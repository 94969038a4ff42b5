import { connectTo, type Listening } from '../../../../agent/servers/ports.ts';

// Record types of the FastCGI protocol (https://fastcgi-archives.github.io/FastCGI_Specification.html).
const beginRequest = 1;
const parameters = 4;
const input = 5;
const output = 6;

function frame(type: number, content: Buffer): Buffer {
  const header = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 0xff, 0, 0]);
  return Buffer.concat([header, content]);
}

/** Names and values are shorter than 128 bytes here: one byte tells each length. */
function pairs(values: Record<string, string>): Buffer {
  return Buffer.concat(
    Object.entries(values).flatMap(([name, value]) => [
      Buffer.from([name.length, value.length]),
      Buffer.from(name + value),
    ]),
  );
}

function bodyOf(answer: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= answer.length; ) {
    const length = answer.readUInt16BE(at + 4);
    if (answer[at + 1] === output) parts.push(answer.subarray(at + 8, at + 8 + length));
    at += 8 + length + (answer[at + 6] ?? 0);
  }
  return Buffer.concat(parts).toString('utf8').split('\r\n\r\n').slice(1).join('\r\n\r\n');
}

/** Asks php-fpm for its status page. @returns the page's JSON. @throws what the connection throws, or when it is no JSON */
export function fastcgiStatus(place: Listening, path: string): Promise<unknown> {
  const request = Buffer.concat([
    frame(beginRequest, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
    frame(
      parameters,
      pairs({ SCRIPT_NAME: path, SCRIPT_FILENAME: path, REQUEST_METHOD: 'GET', QUERY_STRING: 'json&full' }),
    ),
    frame(parameters, Buffer.alloc(0)),
    frame(input, Buffer.alloc(0)),
  ]);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connectTo(place);
    socket.setTimeout(2000, () => socket.destroy(new Error('php-fpm does not tell its status')));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => {
      try {
        resolve(JSON.parse(bodyOf(Buffer.concat(chunks))));
      } catch (thrown) {
        reject(thrown);
      }
    });
    socket.write(request);
  });
}
