import type { Readable } from 'node:stream';

export interface ServerSentEvent {
  /** "message" where the server names none. */
  event: string;
  data: string;
}

/** Not node:readline: it keeps the errors of its input to itself, and a cut stream would look like one that ended. */
async function* linesOf(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
}

/**
 * Reads server-sent events (HTML standard, 9.2) until the stream ends; comments, ids and retry times are passed over.
 * @throws what the stream fails with
 */
export async function* readEvents(stream: Readable): AsyncGenerator<ServerSentEvent> {
  let event = 'message';
  let data: string[] = [];
  for await (const line of linesOf(stream)) {
    if (line === '') {
      if (data.length > 0) yield { event, data: data.join('\n') };
      event = 'message';
      data = [];
      continue;
    }
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'event') event = value;
  }
}
