import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Readable } from 'node:stream';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer | Readable;
  agent?: Agent | false;
}

/** One request as a browser would send it, but with the path as it is written here. */
export function ask(place: { address: string; port: number }, path: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, agent = false } = question;
  return new Promise((resolve, reject) => {
    const length =
      body !== undefined && (typeof body === 'string' || Buffer.isBuffer(body)) ? Buffer.byteLength(body) : 0;
    const outgoing = request({
      ...{ host: place.address, port: place.port, path, method, agent },
      headers: { ...(length > 0 ? { 'Content-Length': length } : {}), ...headers },
    });
    outgoing.once('error', reject);
    outgoing.setTimeout(30_000, () => outgoing.destroy(new Error('no answer within 30 s')));
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    if (body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body)) body.pipe(outgoing);
    else outgoing.end(body);
  });
}

export interface LoadResult {
  answered: number;
  /** What went wrong, with how often. */
  lost: Record<string, number>;
}

/** Visitors on kept connections who ask again and again until they are stopped. An answer other than 200 counts as lost. */
export class Load {
  readonly #result: LoadResult = { answered: 0, lost: {} };
  readonly #visitors: Promise<void>[];
  #stopped = false;

  /** @param questions asked in turn by each of the visitors */
  constructor(
    place: { address: string; port: number },
    visitors: number,
    questions: readonly { path: string; method?: string; body?: string }[],
  ) {
    this.#visitors = Array.from({ length: visitors }, async (_, visitor) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let turn = visitor; !this.#stopped; turn += 1) {
        const question = questions[turn % questions.length] ?? { path: '/' };
        await this.#ask(place, question, agent);
      }
      agent.destroy();
    });
  }

  async #ask(
    place: { address: string; port: number },
    { path, ...question }: { path: string; method?: string; body?: string },
    agent: Agent,
  ): Promise<void> {
    const outcome = await ask(place, path, { ...question, agent }).then(
      ({ status }) => (status === 200 ? undefined : `${question.method ?? 'GET'} ${path}: ${status}`),
      (problem: Error) => `${question.method ?? 'GET'} ${path}: ${problem.message}`,
    );
    if (outcome === undefined) this.#result.answered += 1;
    else this.#result.lost[outcome] = (this.#result.lost[outcome] ?? 0) + 1;
  }

  get answered(): number {
    return this.#result.answered;
  }

  async stop(): Promise<LoadResult> {
    this.#stopped = true;
    await Promise.all(this.#visitors);
    return this.#result;
  }
}
