import { z } from 'zod';
import { callInstance } from '../certificates/instance-call.ts';
import type { Store } from '../store/store.ts';
import type { WireClient } from '../wire/client.ts';
import { exchange, openAgent } from '../wire/exchange.ts';
import type { Credentials, Place } from '../wire/method.ts';
import { type CheckDefinition, failed, lines, passed, warning } from './check.ts';
import { askAll, nameOf, problemsOf } from './instances-under-check.ts';

export interface CodeDownloadOptions {
  store: Store;
  client: WireClient;
  credentials: () => Credentials;
  /** Where the API's listener is. */
  listener: () => Place;
}

const path = '/download/ConPaaS.tar.gz';
const limitMs = 10_000;
const download = z.object({ url: z.string(), status: z.int(), bytes: z.int(), milliseconds: z.int() });
type Download = z.infer<typeof download>;

/** The code of managers and agents can be fetched from the Director, by itself and from inside of instances (the guide's `wget`). */
export function codeDownloadCheck(options: CodeDownloadOptions): CheckDefinition {
  const { store, client } = options;
  const wanted = `${path} can be downloaded from the Director, from instances too.`;
  const isWhole = ({ status, bytes }: Download) => status === 200 && bytes > 0;
  const told = ({ status, bytes, milliseconds }: Download) => `status ${status}, ${bytes} bytes in ${milliseconds} ms`;
  return {
    name: 'code-download',
    title: 'Code for instances',
    async run(signal) {
      const own = await fetchHere(options, signal);
      if (!isWhole(own)) {
        return failed({
          found: `The Director itself does not offer it: ${told(own)}.`,
          wanted,
          cause: 'The programs of managers and agents are missing where the Director is installed.',
          fix: 'Build them ("npm run build") or install the program again.',
        });
      }
      const managers = store.instances.list({ kind: 'manager', state: 'running' });
      const asked = await askAll(managers, async (record) => {
        const answer = download.parse(await callInstance(client, record, 'GET', 'check_director', {}, limitMs));
        if (!isWhole(answer)) throw new Error(`${answer.url}: ${told(answer)}`);
        return `${nameOf(record)}: ${answer.url}: ${told(answer)}`;
      });
      const problems = problemsOf(asked);
      if (problems.length > 0) {
        return (problems.length === managers.length ? failed : warning)({
          found: `${problems.length} of ${managers.length} managers cannot download it.`,
          wanted,
          cause:
            'The address of the Director that they were given does not lead to it from where they are, or a firewall is in the way.',
          fix: 'Set the host name in the settings to one that instances can reach, and open the port of the API to them.',
          detail: lines(problems),
        });
      }
      const where =
        managers.length > 0
          ? `the Director and ${managers.length} managers`
          : 'the Director; no manager runs that could try';
      return passed(`Downloaded by ${where}: ${told(own)}.`, wanted, lines(asked.flatMap(({ value }) => value ?? [])));
    },
  };
}

async function fetchHere({ credentials, listener }: CodeDownloadOptions, signal: AbortSignal): Promise<Download> {
  const place = listener();
  const begin = performance.now();
  const response = await exchange({
    agent: openAgent(credentials(), false),
    place,
    path,
    verb: 'GET',
    headers: {},
    accepts: ({ role }) => role === 'frontend',
    timeoutMs: limitMs,
    signal,
  });
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  const milliseconds = Math.round(performance.now() - begin);
  return {
    url: `https://${place.address}:${place.port}${path}`,
    status: response.statusCode ?? 0,
    bytes,
    milliseconds,
  };
}
