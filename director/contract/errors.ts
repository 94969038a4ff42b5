import { z } from 'zod';
import { errorTable } from './error-table.ts';

export type ErrorCode = keyof typeof errorTable;
export type ErrorParameters = Record<string, string | number>;

const codes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];

/** The same object in the window, on the command line and over HTTP. */
export const errorBody = z.object({
  code: z.enum(codes),
  message: z.string(),
  hint: z.string().optional(),
  detail: z.string().optional(),
  /** Seconds after which another try may be made. */
  retryAfter: z.int().positive().optional(),
});
export type ErrorBody = z.infer<typeof errorBody>;

function fill(template: string, parameters: ErrorParameters): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => String(parameters[key] ?? whole));
}

/** An expected failure: carries its code and the texts for the user. Anything else that is thrown is a defect. */
export class ConpaasError extends Error {
  readonly code: ErrorCode;
  readonly parameters: ErrorParameters;
  readonly hint: string;
  readonly detail: string | undefined;
  readonly retryAfter: number | undefined;

  /**
   * @param options detail: what a lower layer said, word for word (shown folded, never translated); retryAfter: whole seconds after
   * which another try may be made, for clients that count them down
   */
  constructor(
    code: ErrorCode,
    parameters: ErrorParameters = {},
    options: { detail?: string; cause?: unknown; retryAfter?: number } = {},
  ) {
    const entry = errorTable[code];
    super(fill(entry.message, parameters), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ConpaasError';
    this.code = code;
    this.parameters = parameters;
    this.hint = fill(entry.hint, parameters);
    this.detail = options.detail;
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
    };
  }

  /** Rebuilds an error that came over HTTP or out of the database, with the texts it was sent with. */
  static fromBody(body: ErrorBody): ConpaasError {
    return Object.assign(new ConpaasError(body.code), {
      message: body.message,
      hint: body.hint ?? '',
      detail: body.detail,
      retryAfter: body.retryAfter,
    });
  }

  /** Wraps whatever was thrown; an unexpected value becomes INTERNAL with its text as `why`. */
  static from(thrown: unknown): ConpaasError {
    if (thrown instanceof ConpaasError) return thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return new ConpaasError('INTERNAL', { why }, { cause: thrown });
  }
}
