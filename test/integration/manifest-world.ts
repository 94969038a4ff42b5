import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../unit/archives/make-archive.ts';

/** A page that tells what its service is like. */
const page = `<?php echo json_encode(['title' => trim(file_get_contents(__DIR__ . '/title.txt')), 'mode' => getenv('MODE'),
  'key' => getenv('KEY'), 'memory' => ini_get('memory_limit')]);`;

export function code(title: string, below = ''): Promise<Buffer> {
  const names = { 'index.php': page, 'title.txt': title };
  return tarOf(Object.entries(names).map(([name, content]) => ({ name: below + name, content }))).then(gzipSync);
}

/** Files that a manifest names by address, and answers that never end. */
export async function serveFiles(files: Record<string, Buffer | string>) {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const content = files[path];
    if (path === '/slow') response.write('.');
    else if (content === undefined) response.writeHead(404).end();
    else response.end(content);
  };
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Paths that were asked for. */
    asked,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export interface Told {
  title: string;
  mode: string | false;
  key: string | false;
  memory: string;
}

/** What the page at an address tells. */
export async function told(url: string | null | undefined): Promise<Told> {
  const answer = await fetch(url ?? '');
  return JSON.parse(await answer.text());
}
