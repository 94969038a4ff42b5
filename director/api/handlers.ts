import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Audience } from '../contract/route.ts';
import type { RouteName, Routes } from '../contract/routes.ts';
import type { ManagerCaller, UserCaller } from './caller.ts';

/** An attachment. The stream is read once and destroyed when the caller goes away. */
export interface FileOutput {
  filename: string;
  /** Bytes, where known: sent as Content-Length so that downloads show progress. */
  size?: number;
  stream: Readable;
}

/** Plain text, whole or as it is read. */
export type TextOutput = string | Readable;

/** Where an event stream writes. Nothing is sent any more after the reader went away. */
export interface EventSink {
  /**
   * Sends one event. A reader too slow to take them is cut off (it resumes with Last-Event-ID).
   * @param id what Last-Event-ID will be, or undefined for an event that is not counted
   * @param event the event's type, or undefined for a plain message
   * @param data sent as JSON
   */
  send(id: string | number | undefined, event: string | undefined, data: unknown): void;
  /** Tells a reader that has seen no event yet from where it can resume. */
  mark(id: string): void;
  /** Ends the stream in good order: there is no more to come. */
  end(): void;
}

/** Subscribes the sink and returns what unsubscribes it; that is called once, when the reader is gone. */
export type EventStream = (sink: EventSink) => () => void;

type Part<R extends RouteName, Key extends string> = Routes[R] extends { [K in Key]: infer S extends z.ZodType }
  ? z.output<S>
  : Record<never, never>;

type CallerOf<A extends Audience> = A extends 'user' | 'administrator'
  ? UserCaller
  : A extends 'manager'
    ? ManagerCaller
    : undefined;

/** What a handler is given: everything checked against the route's schemas. */
interface HandlerInput<R extends RouteName> {
  params: Part<R, 'params'>;
  query: Part<R, 'query'>;
  body: Part<R, 'body'>;
  /** The raw body of an upload, not buffered. It ends in UPLOAD_CUT when the caller goes away in the middle. */
  file: Routes[R] extends { request: 'file' } ? Readable : undefined;
  caller: CallerOf<Routes[R]['audience']>;
  /** From which the request came. */
  address: string;
  /** Aborted when the caller goes away before its answer. */
  signal: AbortSignal;
  /** Of event streams: the last event the reader has seen. */
  lastEventId: string | undefined;
}

type HandlerOutput<R extends RouteName> = Routes[R] extends { answers: 'file' }
  ? FileOutput
  : Routes[R] extends { answers: 'text' }
    ? TextOutput
    : Routes[R] extends { answers: 'events' }
      ? EventStream
      : Routes[R] extends { response: infer S extends z.ZodType }
        ? z.input<S>
        : undefined;

/** Routes whose whole business is who is asking: the API answers them itself. */
type OwnRouteName = 'openSession' | 'closeSession' | 'createLaunchToken';
type HandledRouteName = Exclude<RouteName, OwnRouteName>;

export type Handler<R extends RouteName> = (input: HandlerInput<R>) => Promise<HandlerOutput<R>>;

/**
 * What the domain does for each route of the table. A handler throws ConpaasError for what a user can meet; anything else
 * that it throws is logged and answered as INTERNAL.
 */
export type Handlers = { [R in HandledRouteName]: Handler<R> };
