import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../../build/parts.ts';
import { hashPassword, verifyPassword } from '../../../director/users/passwords.ts';
import type { DirectorProcess } from '../../peers/director.ts';
import { type Asked, clientLoad } from '../client-load.ts';
import type { Bench, Figure, Row } from '../figure.ts';
import { median, range } from '../median.ts';
import { openDirector } from '../site.ts';

const connections = 8;
const applications = 20;

async function ownerCredentials({ directory }: DirectorProcess) {
  const read = (name: string) => readFile(join(directory, 'certificates/owner', `${name}.pem`), 'utf8');
  const [key, cert, ca] = await Promise.all([read('key'), read('cert'), read('ca_cert')]);
  return { key, cert, ca };
}

/** A bare HTTPS server with the Director's own certificate that answers the same bytes. @returns its address */
async function bareServer(bench: Bench, director: DirectorProcess, answer: string): Promise<string> {
  const file = join(await bench.folder(), 'answer.json');
  await writeFile(file, answer);
  const program = join(root, 'test/bench/peers/bare-server.child.ts');
  const child = spawn(process.execPath, [program, join(director.directory, 'certificates/director'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  bench.defer(() => child.kill());
  const [port] = await once(createInterface(child.stdout), 'line');
  return `https://127.0.0.1:${port}/`;
}

interface Compared {
  ours: () => Promise<number>;
  peer: () => Promise<number>;
}

/** Takes turns, so that a change of the machine's mood meets both. */
async function rounds(bench: Bench, { ours, peer }: Compared) {
  const rates: { ours: number; peer: number }[] = [];
  for (let round = 0; round < (bench.quick ? 1 : 5); round += 1) rates.push({ ours: await ours(), peer: await peer() });
  return {
    ours: median(rates.map((rate) => rate.ours)),
    peer: median(rates.map((rate) => rate.peer)),
    ratio: median(rates.map((rate) => rate.ours / rate.peer)),
    note: range(rates.map((rate) => rate.ours)),
  };
}

async function lists(bench: Bench, director: DirectorProcess): Promise<Row[]> {
  const { client, directory } = director;
  for (let number = 1; number <= applications; number += 1)
    await client.createApplication({ body: { name: `Application ${number}` } });
  const { apiUrl }: { apiUrl: string } = JSON.parse(await readFile(join(directory, 'director.json'), 'utf8'));
  const credentials = await ownerCredentials(director);
  const bare = await bareServer(bench, director, JSON.stringify(await client.listApplications()));
  const seconds = bench.quick ? 1 : 4;
  const rows: Row[] = [];
  for (const keepAlive of [true, false]) {
    const asked: Asked = { url: `${apiUrl}/api/applications`, credentials, keepAlive, connections };
    const load = (url: string, time: number) => clientLoad({ ...asked, url }, time);
    await load(asked.url, 1);
    const measured = await rounds(bench, { ours: () => load(asked.url, seconds), peer: () => load(bare, seconds) });
    rows.push({
      figure: `List of ${applications} applications over mTLS, ${keepAlive ? 'keep-alive' : 'a connection each'}, beside bare HTTPS`,
      ...measured,
      unit: '/s',
      target: { least: keepAlive ? 0.3 : 0.6 },
    });
  }
  return rows;
}

async function signIns(bench: Bench, { client, uiUrl }: DirectorProcess): Promise<Row> {
  const password = 'correct horse battery staple';
  await client.changePassword({ body: { newPassword: password } });
  const json = { username: userInfo().username, password };
  const asked: Asked = { url: `${uiUrl}/api/session`, method: 'POST', json, keepAlive: true, connections: 4 };
  const hash = await hashPassword(password);
  const seconds = bench.quick ? 1 : 4;
  const hashes = async () => {
    const begun = performance.now();
    let count = 0;
    const one = async () => {
      for (; performance.now() - begun < seconds * 1000; count += 1) await verifyPassword(password, hash);
    };
    await Promise.all(Array.from({ length: asked.connections }, one));
    return count / ((performance.now() - begun) / 1000);
  };
  const measured = await rounds(bench, { ours: () => clientLoad(asked, seconds), peer: hashes });
  return { figure: 'Sign in with a password, beside Argon2id alone', ...measured, unit: '/s', target: { least: 0.5 } };
}

/** What the Director answers itself: a list over mutual TLS, and a sign-in. */
export const apiRequests: Figure = {
  name: 'api',
  async measure(bench) {
    const director = await openDirector(bench);
    return [...(await lists(bench, director)), await signIns(bench, director)];
  },
};
