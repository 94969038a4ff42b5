import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Client, createClient, type Transport } from '../../director/contract/client.ts';
import type { Operation } from '../../director/contract/operation.ts';

const root = join(import.meta.dirname, '../..');

export interface DirectorProcess {
  process: ChildProcess;
  directory: string;
  uiUrl: string;
  /** Signs in once. */
  launchUrl: string;
  /** The modern API as the owner, over mutual TLS. */
  client: Client;
  /** Ends it in good order; instances go on. */
  stop(): Promise<void>;
  /** Ends it by kill -9. */
  kill(): Promise<void>;
}

export interface DirectorSettings {
  directory?: string;
  /** Port of the pages; any free one when not given. */
  uiPort?: number;
  /** "dist" runs the bundle, which must have been built. */
  from?: 'source' | 'dist';
  /** Runs it as this user: for tests that run as root. The folder is theirs then. */
  user?: string;
}

/** Runs the real Director as a program on free ports and waits until it listens. */
export async function startDirector({
  directory,
  uiPort = 0,
  from = 'source',
  user,
}: DirectorSettings = {}): Promise<DirectorProcess> {
  const folder = directory ?? (await mkdtemp(join(tmpdir(), 'conpaas-director-')));
  const entry = join(root, from === 'source' ? 'director/serve.ts' : 'dist/serve.js');
  const args = [entry, '--data-dir', folder, '--port', `${uiPort}`, '--api-port', '0'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user === undefined ? {} : accountOf(user, folder)),
  });
  const launchUrl = await firstAddress(child);
  const runtime: { uiUrl: string; apiUrl: string } = JSON.parse(await readFile(join(folder, 'director.json'), 'utf8'));
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const client = createClient(await ownerTransport(folder, runtime.apiUrl));
  return {
    process: child,
    directory: folder,
    uiUrl: runtime.uiUrl,
    launchUrl,
    client,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** Deletes all applications, ends the Director and removes its folder: nothing of a test stays on the computer. */
export async function removeDirector(director: DirectorProcess): Promise<void> {
  if (director.process.exitCode !== null || director.process.signalCode !== null) {
    return removeDirector(await startDirector({ directory: director.directory }));
  }
  const { client } = director;
  const applications = await client.listApplications();
  await Promise.all(
    applications.map(async ({ aid }) => ended(client, await client.deleteApplication({ params: { aid } }))),
  );
  await director.stop();
  await rm(director.directory, { recursive: true, force: true });
}

/** Waits for the end of an operation. @throws its error when it did not succeed */
export async function ended(client: Client, operation: Operation): Promise<Operation> {
  for (let now = operation; ; now = await client.getOperation({ params: { id: operation.id } })) {
    if (now.state === 'succeeded') return now;
    if (now.finished !== null)
      throw new Error(`${now.title}: ${now.state}: ${now.error?.message} ${now.error?.detail ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Options of `spawn` for a program of another user, who gets the folder. */
function accountOf(user: string, folder: string) {
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  const account = { uid: id('-u'), gid: id('-g') };
  chownSync(folder, account.uid, account.gid);
  return { ...account, env: { PATH: process.env.PATH, HOME: folder, USER: user, LOGNAME: user } };
}

async function firstAddress(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  if (!child.stdout) throw new Error('the Director has no output');
  for await (const line of createInterface(child.stdout)) {
    const address = /http:\S+#launch=\S+/.exec(line)?.[0];
    if (address) return address;
  }
  throw new Error(`The Director ended before it listened: ${errors}`);
}

/** The modern API as the owner of a data folder, over mutual TLS. */
export async function ownerTransport(folder: string, apiUrl: string): Promise<Transport> {
  const read = (name: string) => readFile(join(folder, 'certificates/owner', name), 'utf8');
  const [key, cert, ca] = await Promise.all([read('key.pem'), read('cert.pem'), read('ca_cert.pem')]);
  const agent = new Agent({ key, cert, ca, keepAlive: true });
  return {
    send: ({ method, path, json, file }) =>
      new Promise((resolve, reject) => {
        const headers =
          file !== undefined
            ? { 'content-type': 'application/octet-stream' }
            : json !== undefined
              ? { 'content-type': 'application/json' }
              : {};
        const sent = request(`${apiUrl}${path}`, { method, agent, headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const { statusCode: status = 0 } = answer;
            resolve({
              status,
              headers: answer.headers as Record<string, string | undefined>,
              body: Buffer.concat(chunks),
            });
          });
        });
        sent.on('error', reject);
        sent.end(file instanceof Uint8Array ? file : json === undefined ? undefined : JSON.stringify(json));
      }),
  };
}
