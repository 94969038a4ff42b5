import { setTimeout as wait } from 'node:timers/promises';
import type { Environment } from '../../contract/environment.ts';
import { ConpaasError } from '../../contract/errors.ts';
import { portOf } from '../../wire/instance-configuration.ts';
import type { Method, UploadedFile } from '../../wire/method.ts';
import { CodeStore, type InspectArchive } from '../code/code-store.ts';
import type { BuiltInVersion, KeptVersion } from '../code/kept-version.ts';
import type { Arrangement, ServiceHost, ServiceManager, ServiceNode, Task } from '../service-type.ts';
import { Arranger, type Serving } from './arranger.ts';
import { NodeServers, type Platform } from './node-servers.ts';
import { proxyPort } from './roles.ts';
import { checkAdd, chooseRemoved, packedRole, type WebCounts, type WebRole } from './scaling.ts';
import { PerformanceMeter, readTraffic } from './traffic.ts';
import { readWebSettings, type WebSettings } from './web-settings.ts';

export interface WebServiceParts {
  host: ServiceHost;
  platform: Platform;
  saved: unknown;
  inspect: InspectArchive;
  /** The code that a fresh service serves. */
  builtIn: () => Promise<BuiltInVersion>;
}

const tidyLimitMs = 30_000;

/** The manager of a web service (reference §8.3): proxies, web nodes, backends, code versions, settings. */
export abstract class WebServiceManager implements ServiceManager {
  /** The type puts its own together with those of `code-methods.ts` and `node-methods.ts`. */
  abstract readonly methods: readonly Method[];
  readonly startingRoles = [packedRole];
  readonly host: ServiceHost;
  readonly settings: WebSettings;
  readonly code: CodeStore;
  readonly performance: PerformanceMeter;
  readonly #platform: Platform;
  readonly #servers: NodeServers;
  readonly #arranger: Arranger;
  readonly #builtIn: WebServiceParts['builtIn'];
  /** The version being enabled, which must not be deleted meanwhile. */
  #coming: string | null = null;

  constructor({ host, platform, saved, inspect, builtIn }: WebServiceParts) {
    this.host = host;
    this.#platform = platform;
    this.#builtIn = builtIn;
    this.settings = readWebSettings(saved, platform.configurationDefaults);
    this.code = new CodeStore(host.directory, this.settings, inspect, () => host.save());
    this.#servers = new NodeServers(host, platform, this.settings.told);
    const { secret } = this.settings;
    this.#arranger = new Arranger({ host, platform, servers: this.#servers, code: this.code, secret });
    this.performance = new PerformanceMeter(
      () => readTraffic(host, this.#playing('proxy')),
      () => performance.now(),
      () => wait(1000),
    );
  }

  async prepare(): Promise<void> {
    const { version, archive } = await this.#builtIn();
    await this.code.addBuiltIn(version, archive);
    this.settings.current = version.codeVersionId;
    await this.host.save();
  }

  async restore(): Promise<void> {
    await this.code.clean();
  }

  saved(): WebSettings {
    return this.settings;
  }

  checkAdd(counts: WebCounts, nodes: readonly ServiceNode[]): void {
    checkAdd(counts, nodes);
  }

  chooseRemoved(counts: WebCounts, nodes: readonly ServiceNode[]): ServiceNode[] {
    return chooseRemoved(counts, nodes);
  }

  arrange(arrangement: Arrangement, task: Task): Promise<void> {
    return this.#arranger.arrange(arrangement, this.#serving(), task);
  }

  forget(ids: ReadonlySet<string>): void {
    this.#servers.forget(ids);
  }

  rolesOf(node: ServiceNode): WebRole[] {
    return this.#servers.roles(node);
  }

  listNodes(nodes: readonly ServiceNode[]): Record<string, string[]> {
    const ids = (role: WebRole) => nodes.filter((node) => this.rolesOf(node).includes(role)).map((node) => node.id);
    return { proxy: ids('proxy'), web: ids('web'), backend: ids('backend') };
  }

  nodeInformation(node: ServiceNode): Record<string, unknown> {
    const roles = this.rolesOf(node);
    return {
      isRunningProxy: roles.includes('proxy'),
      isRunningWeb: roles.includes('web'),
      isRunningBackend: roles.includes('backend'),
      weightWeb: node.weights.web,
      weightBackend: node.weights.backend,
    };
  }

  information(): { type: string } {
    return { type: this.#platform.type };
  }

  url(nodes: readonly ServiceNode[]): string | null {
    const proxy = nodes.find((node) => this.rolesOf(node).includes('proxy'));
    if (!proxy) return null;
    const port = portOf(proxy, proxyPort);
    // Cookies do not tell ports apart: where sites have no address of their own, the name keeps the session of the UI from them.
    const host = proxy.address === '127.0.0.1' ? 'localhost' : proxy.address;
    return `http://${host}${port === 80 ? '' : `:${port}`}/`;
  }

  async upload(file: UploadedFile, description: string): Promise<KeptVersion> {
    const version = await this.code.add(file, description);
    this.host.codeChanged();
    return version;
  }

  /** @throws CODE_VERSION_NOT_FOUND, CODE_VERSION_ACTIVE */
  async deleteVersion(id: string): Promise<void> {
    const { codeVersionId } = this.code.get(id);
    if (codeVersionId === this.settings.current || codeVersionId === this.#coming)
      throw new ConpaasError('CODE_VERSION_ACTIVE');
    if (this.settings.previous === codeVersionId) this.settings.previous = null;
    await this.code.remove(codeVersionId);
    this.host.codeChanged();
    void this.#tidy();
  }

  /**
   * Enables a version, changes settings, or both. A running service is ADAPTING when this resolves; one that is not keeps
   * it for its next start.
   * @throws WRONG_STATE, CODE_VERSION_NOT_FOUND, CONFIGURATION_…
   */
  async reconfigure(wanted: {
    codeVersionId?: string | undefined;
    values?: Record<string, unknown> | undefined;
    environment?: Environment | undefined;
  }) {
    this.host.expectState('INIT', 'STOPPED', 'RUNNING');
    const version = wanted.codeVersionId === undefined ? undefined : this.code.get(wanted.codeVersionId);
    const values = this.#platform.checkConfiguration(wanted.values ?? {});
    const configuration = { ...this.settings.configuration, ...values };
    const { environment = this.settings.environment } = wanted;
    if (this.host.state() === 'RUNNING') {
      const reason = version ? `Enabling code version ${version.codeVersionId}` : 'Changing settings';
      // Its end is told by the state; who follows that needs no answer here.
      this.#change(reason, version ?? this.#current(), { configuration, environment }, version !== undefined).catch(
        () => {},
      );
      return;
    }
    if (version) this.#setCurrent(version);
    Object.assign(this.settings, { configuration, environment });
    await this.host.save();
    this.host.codeChanged();
  }

  enable(codeVersionId: string): Promise<void> {
    return this.reconfigure({ codeVersionId });
  }

  /** Serves a version from its only folder, or from its top again. @throws INVALID_INPUT, WRONG_STATE */
  async lift(id: string, lifted: boolean): Promise<KeptVersion> {
    const version = this.code.get(id);
    if (lifted && version.subfolder === null)
      throw new ConpaasError('INVALID_INPUT', { problem: `version ${id} has no folder that holds everything` });
    if (version.lifted === lifted) return version;
    const served = id === this.settings.current;
    if (served) this.host.expectState('INIT', 'STOPPED', 'RUNNING');
    version.lifted = lifted;
    try {
      if (served && this.host.state() === 'RUNNING')
        await this.#change(`Serving ${id} from another folder`, version, this.settings, true, () => {
          version.lifted = !lifted;
        });
      else await this.host.save();
    } catch (thrown) {
      version.lifted = !lifted;
      throw thrown;
    }
    this.host.codeChanged();
    return version;
  }

  /** @throws NODE_NOT_FOUND, INVALID_INPUT, WRONG_STATE, and what the nodes answer */
  async changeWeights(weights: Record<'web' | 'backend', Readonly<Record<string, number>>>): Promise<void> {
    this.host.expectState('RUNNING');
    const nodes = this.host.nodes();
    const find = (role: 'web' | 'backend', id: string) => {
      const node = nodes.find((candidate) => candidate.id === id);
      if (node && this.rolesOf(node).includes(role)) return node;
      throw new ConpaasError('NODE_NOT_FOUND', { role });
    };
    const wanted = (['web', 'backend'] as const).flatMap((role) =>
      Object.entries(weights[role]).map(([id, weight]) => ({ node: find(role, id), role, weight })),
    );
    for (const role of ['web', 'backend'] as const) {
      const left = this.#playing(role).some((node) => (weights[role][node.id] ?? node.weights[role] ?? 1) > 0);
      if (!left) throw new ConpaasError('INVALID_INPUT', { problem: `no ${role} node would get a request` });
    }
    const before = nodes.map((node) => ({ node, weights: { ...node.weights } }));
    await this.host.change({
      reason: 'Changing the weights of nodes',
      run: (task) => {
        for (const { node, role, weight } of wanted) node.weights[role] = weight;
        return this.arrange({ nodes: this.host.nodes(), leaving: [] }, task);
      },
      undo: (task) => {
        for (const { node, weights: old } of before) node.weights = old;
        return this.arrange({ nodes: this.host.nodes(), leaving: [] }, task);
      },
    });
  }

  #change(
    reason: string,
    version: KeptVersion,
    { configuration, environment }: Pick<WebSettings, 'configuration' | 'environment'>,
    check: boolean,
    revert: () => void = () => {},
  ): Promise<void> {
    const { settings } = this;
    const { current, previous } = settings;
    const before = { current, previous, configuration: settings.configuration, environment: settings.environment };
    const beside = version.codeVersionId === settings.current ? settings.previous : settings.current;
    const ended = this.host.change({
      reason,
      run: async (task) => {
        const serving = { version, beside: this.code.find(beside), configuration, environment, check };
        await this.#arranger.arrange({ nodes: this.host.nodes(), leaving: [] }, serving, task);
        this.#setCurrent(version);
        Object.assign(settings, { configuration, environment });
      },
      undo: async (task) => {
        Object.assign(settings, before);
        revert();
        await this.arrange({ nodes: this.host.nodes(), leaving: [] }, task);
      },
    });
    this.#coming = version.codeVersionId;
    return ended.finally(() => {
      this.#coming = null;
      this.host.codeChanged();
      void this.#tidy();
    });
  }

  #setCurrent({ codeVersionId }: KeptVersion): void {
    const { settings } = this;
    if (settings.current === codeVersionId) return;
    settings.previous = settings.current;
    settings.current = codeVersionId;
  }

  #current(): KeptVersion {
    const version = this.code.find(this.settings.current);
    if (!version) throw new ConpaasError('CODE_VERSION_NONE');
    return version;
  }

  #serving(): Serving {
    const { previous, configuration, environment } = this.settings;
    return { version: this.#current(), beside: this.code.find(previous), configuration, environment, check: false };
  }

  #playing(role: WebRole): ServiceNode[] {
    return this.host.nodes().filter((node) => this.rolesOf(node).includes(role));
  }

  async #tidy(): Promise<void> {
    const { current, previous } = this.settings;
    const keep = new Set([current, previous, this.#coming].filter((id) => id !== null));
    await this.#arranger.tidy(this.host.nodes(), keep, AbortSignal.timeout(tidyLimitMs));
  }
}
