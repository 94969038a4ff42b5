import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Load {
  url: string;
  connections: number;
  /** Headers sent with each request. */
  headers?: Readonly<Record<string, string>>;
  /** A wrk script. */
  script?: string;
}

export interface LoadResult {
  requests: number;
  requestsPerSecond: number;
  /** Requests without an answer: refused, cut, or not within 30 s. */
  unanswered: number;
  /** Answers with a status of 400 or above. */
  failures: number;
  /** Everything that wrk said. */
  output: string;
}

export interface RunningLoad {
  /** Ends it and resolves with what there was. */
  stop(): Promise<LoadResult>;
}

const answerLimitSeconds = 30;

function resultOf(output: string): LoadResult {
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1] ?? 0);
  const errors = /connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(output)?.slice(1) ?? [];
  if (!/requests in/.test(output)) throw new Error(`wrk did not run: ${output}`);
  return {
    requests: number(/(\d+) requests in/),
    requestsPerSecond: number(/Requests\/sec:\s+([\d.]+)/),
    unanswered: errors.reduce((sum, count) => sum + Number(count), 0),
    failures: number(/Non-2xx or 3xx responses: (\d+)/),
    output,
  };
}

function start({ url, connections, headers = {}, script }: Load, seconds: number) {
  const arguments_ = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', `${answerLimitSeconds}s`];
  for (const [name, value] of Object.entries(headers)) arguments_.push('-H', `${name}: ${value}`);
  if (script !== undefined) arguments_.push('-s', script);
  const child = spawn('wrk', [...arguments_, url], { stdio: ['ignore', 'pipe', 'pipe'] });
  const result = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(([output, errors]) =>
    resultOf(output + errors),
  );
  return { child, result };
}

/** Runs wrk for so many seconds. */
export function load(what: Load, seconds: number): Promise<LoadResult> {
  return start(what, seconds).result;
}

/** Runs wrk until it is stopped, for at most ten minutes. */
export function beginLoad(what: Load): RunningLoad {
  const { child, result } = start(what, 600);
  return {
    stop() {
      child.kill('SIGINT');
      return result;
    },
  };
}
