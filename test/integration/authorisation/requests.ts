import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

export interface Answer {
  status: number;
  /** Of a failure. */
  code: string | undefined;
  body: string;
  headers: IncomingMessage['headers'];
}

export interface Question {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Asks one listener, as somebody. */
export type Ask = (question: Question) => Promise<Answer>;

/** Over HTTPS, with or without a certificate; the connection is kept, as clients do. */
export function overTls(url: string, credentials: { ca: string; key?: string; cert?: string }): Ask & { end(): void } {
  // Without it the name in a Host header would count as the name of the server.
  const agent = new HttpsAgent({ ...credentials, keepAlive: true, servername: '' });
  return Object.assign(
    send(url, (options, on) => httpsRequest(url, { ...options, agent }, on)),
    {
      end: () => agent.destroy(),
    },
  );
}

/** Over HTTP at the listener of the pages. */
export function overHttp(url: string): Ask & { end(): void } {
  const agent = new HttpAgent({ keepAlive: true });
  return Object.assign(
    send(url, (options, on) => httpRequest(url, { ...options, agent }, on)),
    {
      end: () => agent.destroy(),
    },
  );
}

type Options = { method: string; path: string; headers: Record<string, string> };
type Open = (options: Options, onAnswer: (answer: IncomingMessage) => void) => ReturnType<typeof httpRequest>;

const send =
  (_url: string, open: Open): Ask =>
  ({ method, path, headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const sent = open({ method, path, headers }, (answer) => void read(answer).then(resolve, reject));
      sent.on('error', reject);
      sent.end(body);
    });

async function read(answer: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = answer;
  // A stream of events has no end.
  if (headers['content-type']?.startsWith('text/event-stream')) {
    answer.destroy();
    return { status, code: undefined, body: '', headers };
  }
  const body = await text(answer);
  return { status, code: codeOf(status, body), body, headers };
}

function codeOf(status: number, body: string): string | undefined {
  if (status < 400) return undefined;
  try {
    const { code }: { code?: unknown } = JSON.parse(body);
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
