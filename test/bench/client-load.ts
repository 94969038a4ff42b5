import { once } from 'node:events';
import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent, type AgentOptions, request as httpsRequest } from 'node:https';

export interface Asked {
  url: string;
  method?: 'GET' | 'POST';
  json?: unknown;
  /** Certificate of the caller, and whom to trust. */
  credentials?: Pick<AgentOptions, 'key' | 'cert' | 'ca'>;
  /** false: a connection for each request. */
  keepAlive: boolean;
  /** Requests under way at a time. */
  connections: number;
}

async function ask({ url, method = 'GET', json }: Asked, agent: Agent | HttpAgent): Promise<void> {
  const options: RequestOptions = {
    agent,
    method,
    headers: json === undefined ? {} : { 'Content-Type': 'application/json' },
  };
  const sent = url.startsWith('https:') ? httpsRequest(url, options) : httpRequest(url, options);
  sent.end(json === undefined ? undefined : JSON.stringify(json));
  const [answer] = await once(sent, 'response');
  answer.resume();
  await once(answer, 'end');
  if (answer.statusCode !== 200) throw new Error(`${method} ${url} answers ${answer.statusCode}`);
}

/** Asks the same thing over and over with a client certificate, which wrk cannot. @returns answers per second */
export async function clientLoad(asked: Asked, seconds: number): Promise<number> {
  const { credentials, keepAlive, connections: maxSockets } = asked;
  // Resumed sessions would show no certificate: the Director gives none.
  const agent = asked.url.startsWith('https:')
    ? new Agent({ ...credentials, keepAlive, maxSockets, maxCachedSessions: 0 })
    : new HttpAgent({ keepAlive, maxSockets });
  const begun = performance.now();
  let answers = 0;
  const one = async () => {
    for (; performance.now() - begun < seconds * 1000; answers += 1) await ask(asked, agent);
  };
  await Promise.all(Array.from({ length: asked.connections }, one));
  const rate = answers / ((performance.now() - begun) / 1000);
  agent.destroy();
  return rate;
}
