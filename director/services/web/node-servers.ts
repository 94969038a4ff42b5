import { createHash } from 'node:crypto';
import { type KeptVersion, servedRoot } from '../code/kept-version.ts';
import type { ServiceHost, ServiceNode, Task } from '../service-type.ts';
import type { WebRole } from './scaling.ts';
import type { Told } from './web-settings.ts';

/** Draining a proxy takes as long as the longest request that is under way. */
const serverLimitMs = 90_000;
const layOutLimitMs = 90_000;

export interface RoleMethods {
  create: string;
  update: string;
  stop: string;
}

const proxyMethods: RoleMethods = {
  create: 'createHttpProxy',
  update: 'updateHttpProxy',
  stop: 'stopHttpProxy',
};
const webMethods: RoleMethods = { create: 'createWebServer', update: 'updateWebServer', stop: 'stopWebServer' };

/** What differs between the platforms of web services: php-fpm, Tomcat. */
export interface Platform {
  /** As `get_service_info` calls it: "PHP". */
  type: string;
  backend: RoleMethods;
  layOutCode: string;
  /** The proxy's parameter that lists the backends. */
  backendList: string;
  configurationDefaults: Readonly<Record<string, string>>;
  /** @throws ConpaasError naming the key */
  checkConfiguration(given: Record<string, unknown>): Record<string, string>;
}

/** The settings of one server. `volatile` ones are sent along but are no reason to tell the server again. */
export interface ServerSettings {
  parameters: Record<string, unknown>;
  volatile?: Record<string, unknown>;
}

/** Tells the agents of nodes what to run, and remembers what they were told, so that nothing is told twice. */
export class NodeServers {
  readonly #host: ServiceHost;
  readonly #platform: Platform;
  readonly #told: Record<string, Told>;

  /** @param told kept with the service's settings; changed in place */
  constructor(host: ServiceHost, platform: Platform, told: Record<string, Told>) {
    this.#host = host;
    this.#platform = platform;
    this.#told = told;
  }

  /** Roles whose servers were made on the node. */
  roles(node: ServiceNode): WebRole[] {
    const roles = this.#told[node.id]?.roles ?? {};
    return (['proxy', 'backend', 'web'] as const).filter((role) => roles[role] !== undefined);
  }

  laidOut(node: ServiceNode): string[] {
    return Object.keys(this.#told[node.id]?.code ?? {});
  }

  forget(ids: ReadonlySet<string>): void {
    for (const id of ids) delete this.#told[id];
  }

  /** The node may have lost or missed something: the next settings are told to it in any case. */
  distrust(id: string): void {
    const told = this.#told[id];
    if (!told) return;
    told.code = {};
    for (const role of Object.keys(told.roles) as WebRole[]) told.roles[role] = '';
  }

  /** Starts the server of a role, or changes it; nothing happens when it has these settings already. */
  async run(node: ServiceNode, role: WebRole, { parameters, volatile }: ServerSettings, task: Task): Promise<void> {
    const told = this.#toldTo(node);
    const digest = createHash('sha256').update(JSON.stringify(parameters)).digest('base64url');
    if (told.roles[role] === digest) return;
    const { create, update } = this.#methods(role);
    const name = told.roles[role] === undefined ? create : update;
    // Until it answers nobody knows which settings it has.
    told.roles[role] = '';
    const options = { signal: task.signal, timeLimit: serverLimitMs };
    await this.#host.agent(node).post(name, { ...parameters, ...volatile }, options);
    told.roles[role] = digest;
  }

  async stop(node: ServiceNode, role: WebRole, task: Task): Promise<void> {
    const options = { signal: task.signal, timeLimit: serverLimitMs };
    await this.#host.agent(node).post(this.#methods(role).stop, {}, options);
    delete this.#toldTo(node).roles[role];
  }

  /** Unpacks a version on the node, with the folder that is served of it. */
  async layOut(node: ServiceNode, version: KeptVersion, archive: string, task: Task): Promise<void> {
    const { code } = this.#toldTo(node);
    const root = servedRoot(version);
    const { codeVersionId, filename, filetype } = version;
    if (code[codeVersionId] === (root ?? '')) return;
    const fields = { filetype, codeVersionId, ...(root === null ? {} : { root }) };
    const options = { signal: task.signal, timeLimit: layOutLimitMs };
    await this.#host.agent(node).upload(this.#platform.layOutCode, fields, { filename, path: archive }, options);
    code[codeVersionId] = root ?? '';
  }

  async deleteCode(node: ServiceNode, codeVersionId: string, signal: AbortSignal): Promise<void> {
    await this.#host.agent(node).post('deleteCode', { codeVersionId }, { signal });
    delete this.#toldTo(node).code[codeVersionId];
  }

  #methods(role: WebRole): RoleMethods {
    if (role === 'backend') return this.#platform.backend;
    return role === 'web' ? webMethods : proxyMethods;
  }

  #toldTo(node: ServiceNode): Told {
    this.#told[node.id] ??= { roles: {}, code: {} };
    return this.#told[node.id] ?? { roles: {}, code: {} };
  }
}
