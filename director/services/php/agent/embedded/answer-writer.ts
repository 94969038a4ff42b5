import type { ServerResponse } from 'node:http';
import { refuse } from '../../../web/agent/embedded/http-listener.ts';
import type { PhpReceiver } from './php-pool.ts';

/** PHP's own, or what Node finds better itself. */
const dropped = new Set(['x-powered-by', 'transfer-encoding', 'connection']);

/** Statuses whose answers have no body. */
function isEmpty(status: number): boolean {
  return status === 204 || status === 304;
}

/** Sends what a script answers as it comes. */
export class AnswerWriter implements PhpReceiver {
  readonly #response: ServerResponse;
  readonly #withoutBody: boolean;
  /** Kept until the first of the body is there, as a short answer can then be sent with its length. */
  #head: { status: number; headers: Record<string, string[]> } | undefined;
  #first: Uint8Array | undefined;

  /** @param withoutBody the answer to HEAD */
  constructor(response: ServerResponse, withoutBody: boolean) {
    this.#response = response;
    this.#withoutBody = withoutBody;
  }

  head(status: number, headers: Record<string, string[]>): void {
    this.#head = { status, headers };
  }

  chunk(bytes: Uint8Array): void {
    if (!this.#first && !this.#response.headersSent) {
      this.#first = bytes;
      return;
    }
    this.#begin();
    if (!this.#withoutBody) this.#response.write(bytes);
  }

  end(errors: string): void {
    if (errors !== '') process.stderr.write(errors.endsWith('\n') ? errors : `${errors}\n`);
    if (!this.#response.headersSent) this.#begin(this.#first?.length ?? 0);
    this.#response.end();
  }

  failed(why: 'time' | 'broken'): void {
    console.error(why === 'time' ? 'A script was ended because it ran too long' : 'A script ended with its runtime');
    if (this.#response.headersSent) this.#response.destroy();
    else refuse(this.#response, why === 'time' ? 504 : 500);
  }

  /** @param length of the whole body, when it is known */
  #begin(length?: number): void {
    if (this.#response.headersSent) return;
    const { status, headers } = this.#head ?? { status: 500, headers: {} };
    for (const [name, values] of Object.entries(headers))
      if (!dropped.has(name.toLowerCase()))
        this.#response.setHeader(name, values.length === 1 ? (values[0] ?? '') : values);
    if (length !== undefined && !isEmpty(status) && !this.#response.hasHeader('content-length'))
      this.#response.setHeader('Content-Length', length);
    this.#response.writeHead(status);
    if (this.#first && !this.#withoutBody) this.#response.write(this.#first);
    this.#first = undefined;
  }
}
