import { ConpaasError } from '../../contract/errors.ts';
import type { State } from '../../contract/state.ts';
import type { Method, UploadedFile } from '../../wire/method.ts';
import { codeMethods } from '../code/code-methods.ts';
import { CodeStore, type InspectArchive } from '../code/code-store.ts';
import type { BuiltInVersion, KeptVersion } from '../code/kept-version.ts';
import { checkRemovable, newest } from '../removal.ts';
import type { Arrangement, ServiceChange, ServiceHost, ServiceManager, ServiceNode, Task } from '../service-type.ts';
import { NodeVolumes } from '../volumes/service-volumes.ts';
import { anyRuns, GenericNodes, interruptRuns, type ScriptStatus } from './generic-nodes.ts';
import { type GenericSettings, newEnabling, readGenericSettings } from './generic-settings.ts';
import { checkAdd } from './scaling.ts';
import { scriptMethods } from './script-methods.ts';
import type { UserCommand } from './scripts.ts';
import { splitArguments } from './split-arguments.ts';

export interface GenericServiceParts {
  host: ServiceHost;
  saved: unknown;
  inspect: InspectArchive;
  builtIn: () => Promise<BuiltInVersion>;
}

/** The manager of a generic service (reference §8.6): one master and any number of nodes that run the scripts of its code. */
export class GenericServiceManager implements ServiceManager {
  readonly startingRoles = ['master'];
  readonly methods: readonly Method[];
  readonly host: ServiceHost;
  readonly settings: GenericSettings;
  readonly code: CodeStore;
  readonly volumes: NodeVolumes;
  readonly #nodes: GenericNodes;
  readonly #builtIn: GenericServiceParts['builtIn'];
  /** The version being enabled, which must not be deleted meanwhile. */
  #coming: string | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ host, saved, inspect, builtIn }: GenericServiceParts) {
    this.host = host;
    this.#builtIn = builtIn;
    this.settings = readGenericSettings(saved);
    this.code = new CodeStore(host.directory, this.settings, inspect, () => host.save());
    this.#nodes = new GenericNodes(host, this.settings);
    this.volumes = new NodeVolumes({ host, settings: this.settings, begin: (change) => this.#beginIdle(change) });
    this.methods = [...codeMethods(this), ...scriptMethods(this)];
  }

  async prepare(): Promise<void> {
    const { version, archive } = await this.#builtIn();
    await this.code.addBuiltIn(version, archive);
    this.settings.current = version.codeVersionId;
    await this.host.save();
  }

  restore(): Promise<void> {
    return this.code.clean();
  }

  saved(): GenericSettings {
    return this.settings;
  }

  /** There is one master, made at the start. @throws NODE_ROLE_UNKNOWN */
  checkAdd(counts: Readonly<Record<string, number>>): void {
    checkAdd(counts);
  }

  /** @throws MASTER_NOT_REMOVABLE, NODES_TOO_MANY, NODES_NONE_REMOVABLE */
  chooseRemoved(counts: Readonly<Record<string, number>>, nodes: readonly ServiceNode[]): ServiceNode[] {
    if ((counts.master ?? 0) > 0) throw new ConpaasError('MASTER_NOT_REMOVABLE');
    const removable = nodes.filter(({ role }) => role !== 'master');
    checkRemovable('node', counts.node ?? 0, removable.length);
    return newest(removable, counts.node ?? 0);
  }

  async arrange({ nodes, leaving, distrusted = new Set() }: Arrangement, task: Task): Promise<void> {
    // Without a master nobody could be told where it is; it comes back or is replaced.
    if (!nodes.some(({ role }) => role === 'master')) return;
    const fresh = this.#nodes.fresh(nodes);
    this.#nodes.distrust(distrusted);
    const newcomers = new Set([...fresh.map(({ id }) => id), ...distrusted]);
    const told = nodes.filter(({ id }) => newcomers.has(id));
    this.#tellKept(leaving, task);
    task.step('Introduce the agents to each other', 62);
    await this.#nodes.introduce(told, nodes, task);
    await this.volumes.arrange(
      fresh,
      nodes.filter(({ id }) => distrusted.has(id)),
      task,
    );
    const outdated = this.#nodes.outdated(nodes);
    if (outdated.length > 0) {
      task.step('Bring the code and run init.sh', 70);
      const version = this.#current();
      await this.#nodes.enable(outdated, version, this.code.archive(version), task);
    }
    task.step('Tell the others', 90);
    await this.#nodes.notify(nodes, nodes, task.signal);
  }

  forget(ids: ReadonlySet<string>): void {
    this.#nodes.forget(ids);
    this.volumes.forget(ids);
  }

  rolesOf(node: ServiceNode): string[] {
    return [node.role];
  }

  listNodes(nodes: readonly ServiceNode[]): Record<string, string[]> {
    const ids = (role: string) => nodes.filter((node) => node.role === role).map(({ id }) => id);
    return { master: ids('master'), node: ids('node') };
  }

  nodeInformation({ role }: ServiceNode): Record<string, unknown> {
    return { is_master: role === 'master' };
  }

  information(): { type: string } {
    return { type: 'generic' };
  }

  url(): null {
    return null;
  }

  async upload(file: UploadedFile, description: string): Promise<KeptVersion> {
    const version = await this.code.add(file, description);
    this.host.codeChanged();
    return version;
  }

  async deleteVersion(id: string): Promise<void> {
    const { codeVersionId } = this.code.get(id);
    if (codeVersionId === this.settings.current || codeVersionId === this.#coming)
      throw new ConpaasError('CODE_VERSION_ACTIVE');
    await this.code.remove(codeVersionId);
    this.host.codeChanged();
    for (const node of this.host.nodes())
      this.host
        .agent(node)
        .post('deleteCode', { codeVersionId })
        .catch((thrown) => this.host.log.warn(`${id} stays on ${node.id}: ${ConpaasError.from(thrown).message}`));
  }

  /** Takes the scripts of a version from its only folder, or from its top again. For the version that is enabled: init.sh runs anew. */
  async lift(id: string, lifted: boolean): Promise<KeptVersion> {
    const version = this.code.get(id);
    if (lifted && version.subfolder === null)
      throw new ConpaasError('INVALID_INPUT', { problem: `version ${id} has no folder that holds everything` });
    if (version.lifted === lifted) return version;
    if (id === this.settings.current) this.host.expectState('INIT', 'STOPPED');
    version.lifted = lifted;
    await this.host.save();
    this.host.codeChanged();
    return version;
  }

  /** @throws WRONG_STATE, CODE_VERSION_NOT_FOUND, SCRIPTS_RUNNING */
  async enable(id: string): Promise<void> {
    this.host.expectState('INIT', 'STOPPED', 'RUNNING');
    const { codeVersionId } = this.code.get(id);
    const { settings } = this;
    const before = { current: settings.current, enabling: settings.enabling };
    const coming = { current: codeVersionId, enabling: newEnabling() };
    if (this.host.state() !== 'RUNNING') {
      Object.assign(settings, coming);
      await this.host.save();
      this.host.codeChanged();
      return;
    }
    const bring = (wanted: typeof before) => (task: Task) => {
      Object.assign(settings, wanted);
      return this.arrange({ nodes: this.host.nodes(), leaving: [] }, task);
    };
    await this.#beginIdle({
      reason: `Enabling code version ${codeVersionId}`,
      run: async (task) => {
        this.#coming = codeVersionId;
        await bring(coming)(task);
        this.#ended();
      },
      undo: async (task) => {
        this.#ended();
        await bring(before)(task);
      },
    });
  }

  /** @returns the state, as the original did @throws WRONG_STATE, SCRIPTS_RUNNING, SCRIPTS_NONE_RUNNING, SCRIPT_MISSING */
  execute(command: UserCommand, parameters: string): Promise<State> {
    splitArguments(parameters);
    return this.#alone(async () => {
      this.host.expectState('RUNNING');
      const status = await this.#nodes.status();
      if (command === 'interrupt' && !anyRuns(status)) throw new ConpaasError('SCRIPTS_NONE_RUNNING');
      if (command !== 'interrupt' && anyRuns(status)) throw new ConpaasError('SCRIPTS_RUNNING');
      await this.#nodes.execute(command, parameters, command === 'interrupt' && interruptRuns(status));
      return this.host.state();
    });
  }

  scriptStatus(): Promise<Record<string, ScriptStatus>> {
    this.host.expectState('RUNNING');
    return this.#nodes.status();
  }

  /** Begins a change that must not meet running scripts; resolves when it has begun. Its end is told by the state. */
  #beginIdle(change: ServiceChange): Promise<void> {
    return this.#alone(async () => {
      this.host.expectState('RUNNING');
      if (anyRuns(await this.#nodes.status())) throw new ConpaasError('SCRIPTS_RUNNING');
      this.host.change(change).catch(() => {});
    });
  }

  /** Looking whether scripts run and what follows from it must not be mixed with the same of another call. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  #ended(): void {
    this.#coming = null;
    this.host.codeChanged();
  }

  #current(): KeptVersion {
    const version = this.code.find(this.settings.current);
    if (!version) throw new ConpaasError('CODE_VERSION_NONE');
    return version;
  }

  #tellKept(leaving: readonly ServiceNode[], task: Task): void {
    const names = this.volumes.of(leaving).map(({ name }) => name);
    if (names.length > 0) task.step(`Keep ${names.join(', ')} for the next node of the same role`, 15);
  }
}
