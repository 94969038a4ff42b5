import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Authority, openAuthority } from '../../director/certificates/authority.ts';
import type { State } from '../../director/contract/state.ts';
import { createWireClient, type WireClient } from '../../director/wire/client.ts';
import { type ManagerEvent, managerEvents, type ServiceSnapshot } from '../../director/wire/manager-events.ts';
import type { Place } from '../../director/wire/method.ts';
import { FakeDirector } from './fake-director.ts';

const uid = 3;
const aid = 7;

/** A real manager process with a fake Director and fake agents around it, all on loopback addresses. */
export class ManagerWorld {
  readonly directory: string;
  readonly authority: Authority;
  readonly director: FakeDirector;
  readonly #client: WireClient;
  #process: ChildProcess | undefined;
  #place: Place = { address: '127.0.0.1', port: 0 };
  vmid = 'aaaa0001';

  private constructor(directory: string, authority: Authority, director: FakeDirector, client: WireClient) {
    this.directory = directory;
    this.authority = authority;
    this.director = director;
    this.#client = client;
  }

  static async enter(): Promise<ManagerWorld> {
    const directory = await mkdtemp(join(tmpdir(), 'manager-'));
    const authority = await openAuthority(join(directory, 'certificates'));
    const director = await FakeDirector.start(authority, { uid, aid, directory });
    const credentials = await authority.issue({ kind: 'director', commonName: 'localhost', addresses: ['127.0.0.1'] });
    return new ManagerWorld(directory, authority, director, createWireClient({ credentials, accepts: () => true }));
  }

  /** Starts the manager program as a cloud does, and waits until it answers. */
  async startManager(): Promise<void> {
    const folder = join(this.directory, `instance-${this.vmid}`);
    const directories = {
      configuration: join(folder, 'configuration'),
      data: join(folder, 'data'),
      logs: join(folder, 'logs'),
      storage: join(this.directory, 'storage'),
    };
    for (const path of Object.values(directories)) await mkdir(path, { recursive: true });
    const { key, cert, ca } = await this.authority.issue({
      kind: 'manager',
      uid,
      serviceLocator: aid,
      addresses: ['127.0.0.1'],
    });
    const configuration = {
      kind: 'manager',
      deployment: 'conpaas',
      uid,
      aid,
      vmid: this.vmid,
      address: '127.0.0.1',
      ports: { 443: this.#place.port },
      directories,
      directorUrl: this.director.url,
      archiveLimitBytes: 1_000_000,
      archiveLimitFiles: 100,
    };
    const files = { 'key.pem': key, 'cert.pem': cert, 'ca_cert.pem': ca, 'config.json': JSON.stringify(configuration) };
    for (const [name, text] of Object.entries(files)) await writeFile(join(directories.configuration, name), text);
    const program = join(import.meta.dirname, '../../director/manager/main.ts');
    this.#process = spawn(process.execPath, [program, '--configuration', directories.configuration], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await this.#waitForAnswer(join(directories.logs, 'cpsmanager.log'));
  }

  async #waitForAnswer(log: string): Promise<void> {
    for (;;) {
      const port = await this.#portIn(log);
      if (port) {
        this.#place = { address: '127.0.0.1', port };
        return;
      }
      if (this.#process?.exitCode !== null) throw new Error('The manager ended');
      await wait(20);
    }
  }

  /** The program was told port 0 the first time: its log says which one it got. */
  async #portIn(log: string): Promise<number | undefined> {
    const text = await readFile(log, 'utf8').catch(() => '');
    const line = text
      .split('\n')
      .findLast((each) => each.includes(`"pid":${this.#process?.pid},`) && each.includes('answers on'));
    const port = /answers on 127\.0\.0\.1:(\d+)/.exec(line ?? '')?.[1];
    return port === undefined ? undefined : Number(port);
  }

  async endManager(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }

  call(serviceId: number, verb: 'GET' | 'POST', method: string, parameters: Record<string, unknown> = {}) {
    return this.#client.call(this.#place, serviceId, verb, method, parameters);
  }

  async upload(serviceId: number, method: string, fields: Record<string, string>, name: string, file: string) {
    const { createReadStream } = await import('node:fs');
    const filename = file.split('/').pop() ?? '';
    return this.#client.upload(this.#place, serviceId, method, fields, {
      name,
      filename,
      stream: createReadStream(file),
    });
  }

  download(serviceId: number, method: string, parameters: Record<string, unknown> = {}) {
    return this.#client.download(this.#place, serviceId, method, parameters);
  }

  async snapshot(sid: number): Promise<ServiceSnapshot | undefined> {
    const { services } = (await this.call(0, 'GET', 'get_services')) as { services: ServiceSnapshot[] };
    return services.find((service) => service.sid === sid);
  }

  async nodes(sid: number): Promise<NodeShown[]> {
    return ((await this.call(sid, 'GET', 'list_service_nodes')) as { nodes: NodeShown[] }).nodes;
  }

  /** Waits by the manager's events until the service is in the state. */
  async reach(sid: number, ...states: State[]): Promise<ServiceSnapshot> {
    let place: Record<string, unknown> = {};
    for (;;) {
      const answer = managerEvents.parse(await this.call(0, 'GET', 'get_events', { ...place, wait: 20 }));
      place = { since: answer.next, epoch: answer.epoch };
      const now = await this.snapshot(sid);
      if (now && states.includes(now.state)) return now;
    }
  }

  /** Waits for an event that fits, among those from now on. */
  async event(fits: (event: ManagerEvent) => boolean, begin: () => Promise<unknown>): Promise<ManagerEvent> {
    let answer = managerEvents.parse(await this.call(0, 'GET', 'get_events'));
    await begin();
    for (;;) {
      const { epoch, next: since } = answer;
      answer = managerEvents.parse(await this.call(0, 'GET', 'get_events', { since, epoch, wait: 20 }));
      const found = answer.events.find(fits);
      if (found) return found;
    }
  }

  /** Adds a php service and starts it. */
  async running(): Promise<number> {
    const { service_id: sid } = (await this.call(0, 'POST', 'add_service', { service_type: 'php' })) as {
      service_id: number;
    };
    await this.call(0, 'POST', 'start_service', { service_id: sid, cloud: 'default' });
    const snapshot = await this.reach(sid, 'RUNNING', 'ERROR');
    if (snapshot.state !== 'RUNNING') throw new Error(snapshot.reason?.message);
    return sid;
  }

  async leave(): Promise<void> {
    await this.endManager('SIGKILL');
    this.#client.close();
    await this.director.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

export interface NodeShown {
  id: string;
  role: string;
  roles: string[];
  state: string;
  why: string | null;
  weights: Record<string, number>;
  logs: { filename: string }[];
}
