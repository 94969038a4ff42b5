import { ConpaasError, type ErrorBody, errorBody } from '../contract/errors.ts';

/** A failure known by its text only: a wrong argument, or what a peer answered without a code (reference §7). */
export class WireError extends ConpaasError {
  constructor(text: string) {
    super('REQUEST_REFUSED', { text });
    this.name = 'WireError';
  }
}

/** A request that never reached a method; answered with an HTTP status of its own (reference §7). */
export class ProtocolError extends Error {
  readonly httpStatus: number;
  readonly body: ErrorBody | undefined;

  constructor(httpStatus: number, text: string, body?: ErrorBody) {
    super(text);
    this.name = 'ProtocolError';
    this.httpStatus = httpStatus;
    this.body = body;
  }
}

/** A failed answer as it goes over the wire: the reference's `error` and `id`, and ours beside them. */
export interface FailedAnswer {
  error: unknown;
  id?: unknown;
  code?: unknown;
  hint?: unknown;
  detail?: unknown;
}

/** The error behind a failed answer: the one with its code where there is one that we know, else its text. */
export function errorOfAnswer(answer: FailedAnswer): ConpaasError {
  const text = typeof answer.error === 'string' ? answer.error : JSON.stringify(answer.error);
  const body = errorBody.safeParse({
    code: answer.code,
    message: text,
    ...(typeof answer.hint === 'string' ? { hint: answer.hint } : {}),
    ...(typeof answer.detail === 'string' ? { detail: answer.detail } : {}),
  });
  return body.success ? ConpaasError.fromBody(body.data) : new WireError(text);
}
