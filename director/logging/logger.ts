/** One level: a sentence, or fields with a sentence. Fields named like a secret are redacted at any depth. */
interface LogFunction {
  (text: string): void;
  (fields: object, text?: string): void;
}

/** What the rooms of the Director, manager and agent log with. */
export interface Logger {
  debug: LogFunction;
  info: LogFunction;
  warn: LogFunction;
  error: LogFunction;
}

/** For tests and for programs that keep no log. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
