import { event } from '../../director/contract/event.ts';

/** What happens on a stream of server-sent events. */
export interface StreamListener {
  open(): void;
  /** @param data the text of the event */
  message(data: string): void;
  /** The stream broke; it is closed and will not come back by itself. */
  broken(): void;
}

/** Opens a stream at a path of the Director. @returns a disposer */
export type OpenStream = (path: string, listener: StreamListener) => () => void;

const eventTypes = event.options.map((option) => option.shape.type.value);

/**
 * The stream of the browser. It is never left to the browser to reconnect: EventSource gives up for good on an HTTP error and
 * says nothing of the waiting time, so the connection of the stores does it (stores/connection.ts).
 */
export const openEventSource: OpenStream = (path, listener) => {
  const source = new EventSource(path);
  const onMessage = (message: MessageEvent<string>) => listener.message(message.data);
  source.onopen = () => listener.open();
  source.onmessage = onMessage;
  for (const type of eventTypes) source.addEventListener(type, onMessage);
  source.onerror = () => {
    source.close();
    listener.broken();
  };
  return () => source.close();
};
