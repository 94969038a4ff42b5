import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import sirv, { type RequestHandler } from 'sirv';
import { notFound, sendFailure } from './failures.ts';
import { contentSecurityPolicy } from './security-headers.ts';
import type { Fallback } from './server.ts';

const unbuilt = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>ConPaaS Nutshell</title></head>
<body><h1>The pages are not built yet</h1>
<p>The Director runs, but its user interface is missing. Build it in the folder of the program, then reload this page:</p>
<pre>npm run build</pre></body></html>
`;

/** Vite names these by their content, so they never change under their name. */
const isHashed = (path: string) => path.startsWith('/assets/');

/** Answers with the built UI of `directory`; every path without an extension is a page of it. */
export function uiFallback(directory: string): Fallback {
  let files: RequestHandler | undefined;
  // Made when first needed: a starting Director has better things to do.
  const filesOf = () => {
    files ??= sirv(directory, {
      // Looks at the disk for each request: from a list made once, a file that a new build took away would end the Director.
      dev: true,
      brotli: true,
      gzip: true,
      etag: true,
      extensions: [],
      setHeaders: (response, path) =>
        response.setHeader('cache-control', isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache'),
    });
    return files;
  };

  return async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || path === '/api' || path.startsWith('/api/')) return sendFailure(reply, notFound(request));
    if (path === '/index.html' || extname(path) === '') return sendPage(reply, directory);
    return sendUiFile(request, reply, filesOf());
  };
}

async function sendPage(reply: FastifyReply, directory: string): Promise<FastifyReply> {
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
  const index = join(directory, 'index.html');
  if (!existsSync(index)) return reply.code(503).send(unbuilt);
  const nonce = randomBytes(16).toString('base64');
  const page = await readFile(index, 'utf8');
  return reply
    .code(200)
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .send(page.replace(/<head>/i, `<head><meta name="csp-nonce" content="${nonce}">`));
}

function sendUiFile(request: FastifyRequest, reply: FastifyReply, files: RequestHandler): Promise<FastifyReply> {
  return new Promise((resolve) => {
    const headers = reply.getHeaders();
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.once('close', () => resolve(reply));
    reply.hijack();
    files(request.raw, reply.raw, () => {
      const failure = notFound(request);
      reply.raw.writeHead(failure.status, { 'content-type': 'application/json; charset=utf-8' });
      reply.raw.end(JSON.stringify(failure.toBody()));
    });
  });
}
