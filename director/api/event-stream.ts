import type { FastifyReply } from 'fastify';
import type { EventSink, EventStream } from './handlers.ts';

/** Bytes that may wait for a slow reader before it is cut off; it resumes with Last-Event-ID. */
const waitingLimit = 4 * 1024 * 1024;
const heartbeatSeconds = 25;
/** How long a reader waits before it connects anew, in milliseconds. */
const retryDelay = 2000;

/** One event in the form of the HTML standard. JSON has no raw line break, so one data line is enough. */
export function formatEvent(id: string | number | undefined, event: string | undefined, data: unknown): string {
  const lines = [];
  if (id !== undefined) lines.push(`id: ${id}`);
  if (event !== undefined) lines.push(`event: ${event}`);
  lines.push(`data: ${JSON.stringify(data)}`);
  return `${lines.join('\n')}\n\n`;
}

/** Keeps the event streams that are open, so that a stopping Director can end them. */
export class EventStreams {
  readonly #endings = new Set<() => void>();

  /**
   * Answers with the stream; the reply belongs to it from here on.
   * @param isAdmitted whether its reader may still have it; asked before each event and heartbeat, as a stream outlives sessions
   */
  serve(reply: FastifyReply, stream: EventStream, isAdmitted: () => boolean): void {
    const headers = reply.getHeaders();
    reply.hijack();
    const { raw } = reply;
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    raw.write(`retry: ${retryDelay}\n\n`);
    raw.socket?.setNoDelay(true);

    let open = true;
    let unsubscribe: (() => void) | undefined;
    const close = () => {
      if (!open) return;
      open = false;
      clearInterval(heartbeat);
      this.#endings.delete(end);
      unsubscribe?.();
    };
    const end = () => {
      if (open) raw.end();
      close();
    };
    const write = (text: string) => {
      if (!open) return;
      if (!isAdmitted()) return end();
      raw.write(text);
      if (raw.writableLength > waitingLimit) raw.destroy();
    };
    const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatSeconds * 1000);
    heartbeat.unref();
    raw.once('close', close);
    raw.once('error', close);
    this.#endings.add(end);

    const sink: EventSink = {
      send: (id, event, data) => write(formatEvent(id, event, data)),
      // A block without data sets the reader's last id and is no event (HTML standard, "server-sent events").
      mark: (id) => write(`id: ${id}\n\n`),
      end,
    };
    try {
      unsubscribe = stream(sink);
    } catch (error) {
      raw.destroy();
      close();
      throw error;
    }
    // The stream may have ended itself, or its reader gone, while it subscribed.
    if (!open) unsubscribe();
  }

  /** Ends all streams in good order. */
  endAll(): void {
    for (const end of [...this.#endings]) end();
  }
}
