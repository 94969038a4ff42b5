import pino from 'pino';
import { redact, redactText } from './redaction.ts';
import { RotatingFile } from './rotating-file.ts';

export interface LoggerOptions {
  /** Made when it is missing, for the owner only. */
  directory: string;
  /** "director", "manager", "agent": the file is <name>.log. */
  name: string;
  level?: pino.LevelWithSilent;
  /** Size at which a file is put aside, 5 MB when not given. */
  maxBytes?: number;
  /** How many such files are kept, 4 when not given. */
  keep?: number;
}

/** A pino logger with a file of its own. `close` is for tests and an orderly end; nothing is lost without it. */
export type FileLogger = pino.Logger & { close(): void };

/**
 * A log in JSON lines that rotates and holds no secret: fields named like one are redacted at any depth, PEM blocks everywhere.
 * @throws what the file system says when the file cannot be opened
 */
export function createLogger(options: LoggerOptions): FileLogger {
  const { directory, name, level = 'info', maxBytes = 5_000_000, keep = 4 } = options;
  const file = new RotatingFile({ directory, name, maxBytes, keep });
  // The last look is at the finished line: it also catches what came in the text itself.
  const destination = { write: (line: string) => file.write(redactText(line)) };
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        bindings: redactFields,
        log: redactFields,
      },
      // Errors are plain objects by then.
      serializers: { err: (error: unknown) => error },
      hooks: {
        /** Objects that fill a %o in the text do not come by the formatters. */
        logMethod(args, method) {
          const [first, ...rest] = args;
          method.apply(this, [first, ...rest.map(redact)] as Parameters<typeof method>);
        },
      },
    },
    destination,
  );
  return Object.assign(withRedactedChildren(logger), { close: () => file.close() });
}

/** pino hands the fields of a child to no formatter. */
function withRedactedChildren(logger: pino.Logger): pino.Logger {
  const child: (this: pino.Logger, fields: pino.Bindings, options?: pino.ChildLoggerOptions) => pino.Logger =
    logger.child;
  return Object.assign(logger, {
    child(this: pino.Logger, fields: pino.Bindings, options?: pino.ChildLoggerOptions) {
      return child.call(this, redactFields(fields), options);
    },
  });
}

const redactFields = (fields: object) => redact(fields) as Record<string, unknown>;
