import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { pack } from '../../director/archives/pack.ts';
import { type Authority, openAuthority } from '../../director/certificates/authority.ts';
import { program } from '../../director/installation/programs.ts';
import { createWireClient, type WireClient } from '../../director/wire/client.ts';
import type { AgentConfiguration } from '../../director/wire/instance-configuration.ts';

const uid = 3;
const aid = 7;
export const secret = 'a-secret-between-proxies-and-web-nodes';
export const ports = { proxy: 8081, web: 8080, backend: 9000, front: 8000, agent: 5555 };

/** Files of a site by their paths. */
export type Site = Record<string, string>;

/** Real agent programs with the certificates of one application, on loopback addresses of their own. */
export class AgentWorld {
  readonly directory: string;
  readonly storage: string;
  readonly #authority: Authority;
  readonly client: WireClient;
  readonly #nodes: Node[] = [];

  private constructor(directory: string, authority: Authority, client: WireClient) {
    this.directory = directory;
    this.storage = join(directory, 'storage');
    this.#authority = authority;
    this.client = client;
  }

  static async enter(): Promise<AgentWorld> {
    const directory = await mkdtemp(join(tmpdir(), 'agents-'));
    const authority = await openAuthority(join(directory, 'certificates'));
    const credentials = await authority.issue({ kind: 'manager', uid, serviceLocator: aid, addresses: ['127.0.0.1'] });
    return new AgentWorld(directory, authority, createWireClient({ credentials, accepts: () => true }));
  }

  /** A certificate of another application's manager. */
  async stranger(): Promise<WireClient> {
    const credentials = await this.#authority.issue({
      kind: 'manager',
      uid,
      serviceLocator: 8,
      addresses: ['127.0.0.1'],
    });
    return createWireClient({ credentials, accepts: () => true });
  }

  /** Starts an agent as a cloud does, and waits until it answers. */
  async startNode(phpRuntime: AgentConfiguration['phpRuntime']): Promise<Node> {
    const number = this.#nodes.length + 1;
    const address = `127.${randomInt(64, 250)}.${randomInt(1, 250)}.${randomInt(1, 250)}`;
    const folder = join(this.directory, `node-${number}`);
    const directories = {
      configuration: join(folder, 'configuration'),
      data: join(folder, 'data'),
      logs: join(folder, 'logs'),
      storage: this.storage,
    };
    for (const path of Object.values(directories)) await mkdir(path, { recursive: true });
    const issued = await this.#authority.issue({ kind: 'agent', uid, serviceLocator: aid, addresses: [address] });
    const configuration: AgentConfiguration = {
      kind: 'agent',
      ...{ deployment: 'conpaas', uid, aid, sid: 1, vmid: `0000000${number}`, address, ports: { 80: ports.proxy } },
      ...{ directories, type: 'php', role: 'proxybackendweb', phpRuntime },
      ...{ archiveLimitBytes: 50_000_000, archiveLimitFiles: 1000 },
    };
    const files = {
      'config.json': JSON.stringify(configuration),
      'key.pem': issued.key,
      'cert.pem': issued.cert,
      'ca_cert.pem': issued.ca,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(directories.configuration, name), text);
    const node = new Node(this, configuration);
    this.#nodes.push(node);
    await node.start();
    return node;
  }

  /** @returns path of an archive with these files */
  async archive(site: Site): Promise<string> {
    const folder = await mkdtemp(join(this.directory, 'site-'));
    for (const [name, text] of Object.entries(site)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const path = `${folder}.tar`;
    await pipeline(pack(folder), createWriteStream(path));
    return path;
  }

  async leave(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.stop()));
    this.client.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

interface Status {
  servers: { name: string; state: string; restarts: number; why: string | null }[];
  runtime: string;
}

export class Node {
  readonly address: string;
  readonly logs: string;
  readonly data: string;
  readonly #world: AgentWorld;
  readonly #configuration: AgentConfiguration;
  #process: ChildProcess | undefined;
  #proxy: Record<string, unknown> = {};

  constructor(world: AgentWorld, configuration: AgentConfiguration) {
    this.#world = world;
    this.#configuration = configuration;
    this.address = configuration.address;
    this.logs = configuration.directories.logs;
    this.data = configuration.directories.data;
  }

  get place() {
    return { address: this.address, port: ports.agent };
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** What a proxy or web node is told about this node. */
  upstream(port: number, weight = 100) {
    return { id: `iaas${this.#configuration.vmid}`, ip: this.address, port, weight };
  }

  async start(): Promise<void> {
    const { node, entry } = program('agent');
    const output = join(this.logs, 'agent.out');
    const child = spawn(node, [entry, '--configuration', this.#configuration.directories.configuration], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', CONPAAS_INSTANCE: this.#configuration.vmid },
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) stream?.pipe(createWriteStream(output, { flags: 'a' }));
    for (let attempt = 0; ; attempt += 1) {
      const answered = await this.get('check_process').then(
        () => true,
        () => false,
      );
      if (answered) return;
      if (attempt > 400 || child.exitCode !== null) throw new Error(`No agent: ${await readFile(output, 'utf8')}`);
      await wait(25);
    }
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** As when it crashes: its servers go on. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  get(method: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
    return this.#world.client.call(this.place, 0, 'GET', method, parameters);
  }

  post(method: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
    return this.#world.client.call(this.place, 0, 'POST', method, parameters, { timeoutMs: 100_000 });
  }

  async upload(version: string, archive: string, root?: string): Promise<void> {
    const { size } = await stat(archive);
    const file = { name: 'file', filename: 'site.tar', size, stream: createReadStream(archive) };
    const fields = { filetype: 'tar', codeVersionId: version, ...(root === undefined ? {} : { root }) };
    await this.#world.client.upload(this.place, 0, 'updatePHPCode', fields, file);
  }

  async status(): Promise<Status> {
    return (await this.get('get_status')) as Status;
  }

  async server(name: string) {
    return (await this.status()).servers.find((server) => server.name === name);
  }

  startPhp(configuration: Record<string, string> = {}): Promise<unknown> {
    return this.post('createPHP', { port: ports.backend, configuration });
  }

  startWeb(fronts: readonly Node[]): Promise<unknown> {
    const front_list = fronts.map(({ address }) => ({ ip: address, port: ports.front }));
    return this.post('createWebServer', { port: ports.web, secret, code_versions: [], front_list });
  }

  /** Starts the proxy, or changes what is given. */
  async proxy(change: { version?: string; root?: string; webs?: Node[]; backends?: Node[] }): Promise<void> {
    const { version, root, webs, backends } = change;
    this.#proxy = {
      ...{ port: ports.proxy, front_port: ports.front, secret },
      ...this.#proxy,
      ...(version === undefined ? {} : { code_version: version, root: root ?? null }),
      ...(webs ? { web_list: webs.map((node) => node.upstream(ports.web)) } : {}),
      ...(backends ? { fpm_list: backends.map((node) => node.upstream(ports.backend)) } : {}),
    };
    await this.post('updateHttpProxy', this.#proxy);
  }

  /** Plays all roles with a first version. */
  async playAll(archive: string, version = 'v1', configuration: Record<string, string> = {}): Promise<void> {
    await this.upload(version, archive);
    await Promise.all([this.startPhp(configuration), this.startWeb([this])]);
    await this.proxy({ version, webs: [this], backends: [this] });
  }
}
