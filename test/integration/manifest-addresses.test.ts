import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Operation } from '../../director/contract/operation.ts';
import { createDirector, type Director } from '../../director/director.ts';
import { type Ask, overHttp, overTls } from './authorisation/requests.ts';
import { until } from './faults/world.ts';
import { serveFiles } from './manifest-world.ts';

const ends: (() => void)[] = [];
let folder: string;
let director: Director;
let owner: Ask;
let page: Ask;
let files: Awaited<ReturnType<typeof serveFiles>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conpaas-addresses-'));
  files = await serveFiles({ '/inside.tar.gz': 'only for who is inside' });
  director = createDirector({ dataDirectory: folder, uiPort: 0, apiPort: 0 });
  const running = await director.start();
  const read = (name: string) => readFile(join(folder, 'certificates/owner', name), 'utf8');
  const credentials = { key: await read('key.pem'), cert: await read('cert.pem'), ca: await read('ca_cert.pem') };
  const [byCertificate, inWindow] = [overTls(running.apiUrl, credentials), overHttp(running.uiUrl)];
  ends.push(byCertificate.end, inWindow.end, files.close);
  [owner, page] = [byCertificate, inWindow];
});
afterAll(async () => {
  for (const end of ends) end();
  await director?.stop('stop');
  await rm(folder, { recursive: true, force: true });
});

const headers = { 'content-type': 'application/json' };

/** Deploys a manifest that names an address of this computer, and waits for the end. */
async function deployed(ask: Ask, signedIn: Record<string, string>): Promise<Operation> {
  const manifest = JSON.stringify({ Services: [{ Type: 'php', Archive: `${files.url}/inside.tar.gz` }] });
  const body = JSON.stringify({ manifest });
  const begun = await ask({ method: 'POST', path: '/api/manifests', headers: { ...headers, ...signedIn }, body });
  expect(begun.status, begun.body).toBe(202);
  const { id } = JSON.parse(begun.body);
  return until('the end', async () => {
    const answer = await ask({ method: 'GET', path: `/api/operations/${id}`, headers: signedIn });
    const operation: Operation = JSON.parse(answer.body);
    return operation.finished !== null && operation;
  });
}

it('a user of the Director cannot have it ask addresses of its own network', async () => {
  const user = { username: 'guest', email: 'guest@example.org', password: 'correct horse' };
  const made = await owner({ method: 'POST', path: '/api/users', headers, body: JSON.stringify(user) });
  expect(made.status, made.body).toBe(201);
  const given = JSON.stringify({ username: user.username, password: user.password });
  const session = await page({ method: 'POST', path: '/api/session', headers, body: given });
  const cookie = session.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const { state, error } = await deployed(page, { cookie });
  expect(state).toBe('failed');
  expect(error?.message).toContain('is an address inside of a network');
  expect(files.asked).toEqual([]);
});

it('the administrator at the computer can', async () => {
  const { error } = await deployed(owner, {});
  expect(files.asked).toEqual(['/inside.tar.gz']);
  expect(error?.message).toMatch(/^"Upload the code" failed/);
});
