import type { Environment } from '../../contract/environment.ts';
import { ConpaasError } from '../../contract/errors.ts';
import { portOf } from '../../wire/instance-configuration.ts';
import type { CodeStore } from '../code/code-store.ts';
import { type KeptVersion, servedRoot } from '../code/kept-version.ts';
import type { Arrangement, ServiceHost, ServiceNode, Task } from '../service-type.ts';
import { checkCode } from './code-check.ts';
import type { NodeServers, Platform } from './node-servers.ts';
import { backendPort, frontPort, proxyPort, webPort } from './roles.ts';
import { assignRoles, type WebRole } from './scaling.ts';

/** What the nodes are to serve. */
export interface Serving {
  version: KeptVersion;
  /** Laid out beside it. */
  beside: KeptVersion | undefined;
  configuration: Readonly<Record<string, string>>;
  environment: Environment;
  /** Ask the version for its first page before visitors are sent to it. */
  check: boolean;
}

/** Waits for all also when one fails, so that no call is still under way when they are undone. */
async function settle(calls: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(calls);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/**
 * Makes nodes one web site. The order loses no request: code lies there before a server needs it, servers run before a proxy
 * sends to them, proxies have left a server before it is stopped.
 */
export class Arranger {
  readonly #host: ServiceHost;
  readonly #platform: Platform;
  readonly #servers: NodeServers;
  readonly #code: CodeStore;
  readonly #secret: string;

  constructor(parts: {
    host: ServiceHost;
    platform: Platform;
    servers: NodeServers;
    code: CodeStore;
    secret: string;
  }) {
    this.#host = parts.host;
    this.#platform = parts.platform;
    this.#servers = parts.servers;
    this.#code = parts.code;
    this.#secret = parts.secret;
  }

  async arrange({ nodes, leaving, distrusted }: Arrangement, serving: Serving, task: Task): Promise<void> {
    const roles = assignRoles(nodes);
    const playing = (role: WebRole) => nodes.filter((node) => roles.get(node.id)?.includes(role));
    const [proxies, webs, backends] = [playing('proxy'), playing('web'), playing('backend')];
    // With every proxy lost nothing can be reached; what is left stays as it is until one is back or replaced.
    if (proxies.length === 0) return;
    for (const id of distrusted ?? []) this.#servers.distrust(id);

    task.step('Lay out code', 62);
    const holders = nodes.filter((node) => webs.includes(node) || backends.includes(node));
    await this.#layOut(holders, serving, task);

    task.step('Start servers', 70);
    const running = proxies.filter((node) => this.#servers.roles(node).includes('proxy'));
    const fronts = running.length > 0 ? running : proxies;
    await settle([
      ...backends.map((node) => this.#servers.run(node, 'backend', this.#backend(node, serving), task)),
      ...webs.map((node) => this.#servers.run(node, 'web', this.#web(node, fronts, serving), task)),
    ]);
    if (serving.check && running[0]) {
      task.step('Check the version', 80);
      await checkCode(this.#host.agent(running[0]), serving.version, task.signal);
    }

    task.step('Switch proxies', 85);
    await settle(
      proxies.map((node) => this.#servers.run(node, 'proxy', this.#proxy(node, { webs, backends }, serving), task)),
    );
    await settle(webs.map((node) => this.#servers.run(node, 'web', this.#web(node, proxies, serving), task)));

    task.step('Stop what is no longer needed', 92);
    await this.#stopOthers([...nodes, ...leaving], roles, task);
  }

  /** Removes versions from nodes that are neither served nor kept for going back. Best effort: they do no harm. */
  async tidy(nodes: readonly ServiceNode[], keep: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    await Promise.all(
      nodes.flatMap((node) =>
        this.#servers
          .laidOut(node)
          .filter((id) => !keep.has(id))
          .map((id) => this.#attempt(() => this.#servers.deleteCode(node, id, signal))),
      ),
    );
  }

  async #layOut(holders: readonly ServiceNode[], { version, beside }: Serving, task: Task): Promise<void> {
    const lay = (one: KeptVersion) =>
      settle(holders.map((node) => this.#servers.layOut(node, one, this.#code.archive(one), task)));
    await lay(version);
    // Without the version before only the way back is longer.
    if (beside) await this.#attempt(() => lay(beside));
  }

  async #stopOthers(nodes: readonly ServiceNode[], roles: Map<string, WebRole[]>, task: Task): Promise<void> {
    const stop = (node: ServiceNode, role: WebRole) => this.#attempt(() => this.#servers.stop(node, role, task));
    await settle(
      nodes.flatMap((node) =>
        this.#servers
          .roles(node)
          .filter((role) => !roles.get(node.id)?.includes(role))
          .map((role) => stop(node, role)),
      ),
    );
  }

  #backend(node: ServiceNode, { configuration, environment }: Serving) {
    const values = Object.fromEntries(Object.entries(environment).map(([name, { value }]) => [name, value]));
    const told = Object.keys(values).length === 0 ? {} : { environment: values };
    return { parameters: { port: portOf(node, backendPort), configuration, ...told } };
  }

  #web(node: ServiceNode, fronts: readonly ServiceNode[], { version, beside }: Serving) {
    const frontList = fronts.map((front) => ({ ip: front.address, port: portOf(front, frontPort) }));
    return {
      parameters: { port: portOf(node, webPort), secret: this.#secret, front_list: frontList },
      // Which version is served is the proxies' to say: a web server does not change with it.
      volatile: { code_versions: [version, beside].flatMap((one) => one?.codeVersionId ?? []) },
    };
  }

  #proxy(node: ServiceNode, others: Record<'webs' | 'backends', readonly ServiceNode[]>, { version }: Serving) {
    const root = servedRoot(version);
    const list = (nodes: readonly ServiceNode[], role: 'web' | 'backend', standard: number) =>
      nodes.map((to) => ({
        id: to.id,
        ip: to.address,
        port: portOf(to, standard),
        weight: to.weights[role] ?? 100,
      }));
    return {
      parameters: {
        port: portOf(node, proxyPort),
        front_port: portOf(node, frontPort),
        secret: this.#secret,
        code_version: version.codeVersionId,
        ...(root === null ? {} : { root }),
        web_list: list(others.webs, 'web', webPort),
        [this.#platform.backendList]: list(others.backends, 'backend', backendPort),
      },
    };
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.#host.log.warn(ConpaasError.from(thrown).message);
    }
  }
}
