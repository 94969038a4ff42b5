import { request } from 'node:http';
import { type ProxySettings, servedCode } from './settings.ts';

const limitMs = 4000;

export interface CodeAnswer {
  ok: boolean;
  /** null when there was no answer. */
  status: number | null;
  why: string | null;
}

/**
 * Asks for "/" of a version in the way a visitor's request would go once it is enabled: through a web node and, where that has
 * only a script, through the front to a backend. Everything below 500 is an answer: a site need not have a first page.
 */
export function askForCode(proxy: ProxySettings, version: string, root: string | undefined): Promise<CodeAnswer> {
  const [web] = proxy.webs;
  if (!web) return Promise.resolve({ ok: false, status: null, why: 'there is no web node to ask' });
  const headers = {
    Host: 'localhost',
    'User-Agent': 'ConPaaS check',
    'X-ConPaaS-Code': Buffer.from(servedCode(version, root), 'utf8').toString('latin1'),
    'X-ConPaaS-Secret': proxy.secret,
    'X-ConPaaS-Client': web.ip,
  };
  return new Promise((resolve) => {
    const asked = request({ host: web.ip, port: web.port, path: '/', headers, agent: false }, (answer) => {
      const status = answer.statusCode ?? 500;
      answer.resume();
      resolve({ ok: status < 500, status, why: status < 500 ? null : `status ${status}` });
    });
    asked.setTimeout(limitMs, () => asked.destroy(new Error(`no answer within ${limitMs / 1000} s`)));
    asked.once('error', (problem) => resolve({ ok: false, status: null, why: problem.message }));
    asked.end();
  });
}
