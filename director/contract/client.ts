import type { z } from 'zod';
import { ConpaasError, errorBody } from './errors.ts';
import type { RouteDefinition } from './route.ts';
import { type RouteName, type Routes, routes } from './routes.ts';

type Input<R extends RouteName> = (Routes[R] extends { params: infer P extends z.ZodType }
  ? { params: z.input<P> }
  : unknown) &
  (Routes[R] extends { query: infer Q extends z.ZodType } ? { query?: z.input<Q> } : unknown) &
  (Routes[R] extends { body: infer B extends z.ZodType } ? { body: z.input<B> } : unknown) &
  (Routes[R] extends { request: 'file' } ? { file: unknown } : unknown);

type Output<R extends RouteName> = Routes[R] extends { response: infer O extends z.ZodType }
  ? z.output<O>
  : Routes[R] extends { answers: 'text' }
    ? string
    : Routes[R] extends { answers: 'file' }
      ? { filename: string; bytes: Uint8Array }
      : undefined;

/** How requests travel: fetch in the renderer, HTTPS with a client certificate on the command line, inject() in tests. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportAnswer>;
}
export interface TransportRequest {
  method: string;
  /** Path with query, for example /api/applications/1?x=y */
  path: string;
  json?: unknown;
  /** A File in the browser, a readable stream under Node. */
  file?: unknown;
  signal?: AbortSignal;
  /** Called while a file is sent. */
  onProgress?: (sentBytes: number) => void;
}
export interface TransportAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  body: Uint8Array;
}

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (sentBytes: number) => void;
}

/** One argument when the route takes anything, none otherwise. */
type Arguments<R extends RouteName> =
  unknown extends Input<R> ? [input?: object, options?: CallOptions] : [input: Input<R>, options?: CallOptions];
export type Client = { [R in RouteName]: (...args: Arguments<R>) => Promise<Output<R>> };

interface AnyInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  file?: unknown;
}

/** Fills ":name" parts of a route's path and appends the query. */
export function pathOf(route: RouteDefinition, input: AnyInput = {}): string {
  const path = route.path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(input.params?.[key])));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) if (value !== undefined) query.set(key, String(value));
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The failure that an answer with a status of 400 or more carries; INTERNAL where its body is not one of ours. */
export function failureOf(answer: TransportAnswer): ConpaasError {
  const text = new TextDecoder().decode(answer.body);
  try {
    return ConpaasError.fromBody(errorBody.parse(JSON.parse(text)));
  } catch {
    return new ConpaasError('INTERNAL', { why: `HTTP status ${answer.status}` }, { detail: text.slice(0, 2000) });
  }
}

function filenameOf(disposition: string | undefined): string {
  const match = /filename="([^"]*)"/.exec(disposition ?? '');
  // Only the last part: a server must not choose a folder on the caller's disk.
  return match?.[1]?.split(/[\\/]/).pop() || 'download';
}

function decode(route: RouteDefinition, answer: TransportAnswer): unknown {
  if (route.answers === 'file')
    return { filename: filenameOf(answer.headers['content-disposition']), bytes: answer.body };
  const text = new TextDecoder().decode(answer.body);
  if (route.answers === 'text') return text;
  return route.response ? route.response.parse(JSON.parse(text)) : undefined;
}

/**
 * The typed client of the modern API, used by the renderer, the CLI, managers and tests.
 * @throws ConpaasError with the code that the Director sent; what the transport throws passes through
 */
export function createClient(transport: Transport): Client {
  const call = async (route: RouteDefinition, input: AnyInput, options: CallOptions) => {
    const answer = await transport.send({
      method: route.method,
      path: pathOf(route, input),
      ...(route.body ? { json: input.body ?? {} } : {}),
      ...(route.request === 'file' ? { file: input.file } : {}),
      ...options,
    });
    if (answer.status >= 400) throw failureOf(answer);
    return decode(route, answer);
  };
  const entries = Object.entries(routes).map(([name, route]) => [
    name,
    (input: AnyInput = {}, options: CallOptions = {}) => call(route, input, options),
  ]);
  return Object.fromEntries(entries) as Client;
}
