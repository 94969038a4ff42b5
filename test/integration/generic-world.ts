import type { Client } from '../../director/contract/client.ts';
import { type DirectorProcess, ended } from '../peers/director.ts';
import { tarOf } from '../unit/archives/make-archive.ts';
import { startedApplication, until } from './faults/world.ts';

/** Scripts by their names. */
export type Scripts = Record<string, string>;
type Params = { aid: number; sid: number };
type Status = Record<string, Record<string, string>>;

/** A generic service of a real Director. */
export class GenericService {
  readonly params: Params;
  readonly #director: DirectorProcess;

  private constructor(director: DirectorProcess, params: Params) {
    this.#director = director;
    this.params = params;
  }

  /** In an application of its own; it does not run yet. */
  static async add(director: DirectorProcess, name: string): Promise<GenericService> {
    const aid = await startedApplication(director.client, name);
    const { sid } = await director.client.addService({ params: { aid }, body: { type: 'generic' } });
    return new GenericService(director, { aid, sid });
  }

  static async running(director: DirectorProcess, name: string, scripts: Scripts): Promise<GenericService> {
    const service = await GenericService.add(director, name);
    await service.enable(scripts);
    await service.start();
    return service;
  }

  /** The same service at a Director that was started again. */
  at(director: DirectorProcess): GenericService {
    return new GenericService(director, this.params);
  }

  get client(): Client {
    return this.#director.client;
  }

  async start(): Promise<void> {
    await ended(this.client, await this.client.startService({ params: this.params, body: {} }));
  }

  async stop(): Promise<void> {
    await ended(this.client, await this.client.stopService({ params: this.params }));
  }

  async upload(scripts: Scripts): Promise<string> {
    const file = await tarOf(Object.entries(scripts).map(([name, content]) => ({ name, content })));
    const query = { filename: 'scripts.tar' };
    return (await this.client.uploadCodeVersion({ params: this.params, query, file })).codeVersionId;
  }

  async enable(scripts: Scripts): Promise<void> {
    const version = await this.upload(scripts);
    await ended(this.client, await this.client.enableCodeVersion({ params: { ...this.params, version } }));
  }

  async addNodes(count: number): Promise<void> {
    await ended(this.client, await this.client.addNodes({ params: this.params, body: { nodes: { count } } }));
  }

  async removeNodes(count: number): Promise<void> {
    await ended(this.client, await this.client.removeNodes({ params: this.params, body: { nodes: { node: count } } }));
  }

  nodes() {
    return this.client.listNodes({ params: this.params });
  }

  async master() {
    const master = (await this.nodes()).find(({ role }) => role === 'master');
    if (!master) throw new Error('There is no master');
    return master;
  }

  async call(method: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
    return (await this.client.callServiceMethod({ params: { ...this.params, method }, body: { parameters } })).result;
  }

  async execute(command: 'run' | 'interrupt' | 'cleanup', parameters?: string): Promise<unknown> {
    return this.call('execute_script', { command, ...(parameters === undefined ? {} : { parameters }) });
  }

  async status(): Promise<Status> {
    return ((await this.call('get_script_status')) as { agents: Status }).agents;
  }

  /** Waits until a script has a status on every node. */
  async reach(script: string, status: string): Promise<void> {
    await until(`${script} ${status}`, async () =>
      Object.values(await this.status()).every((scripts) => scripts[script] === status),
    );
  }

  async log(nodeId: string, filename = 'agent.out'): Promise<string> {
    return this.client.getNodeLog({ params: { ...this.params, nodeId, filename } });
  }

  async createVolume(name: string, size: number, agentId: string): Promise<void> {
    const { aid } = this.params;
    await ended(this.client, await this.client.createVolume({ params: { aid }, body: { name, size, agentId } }));
  }

  async deleteVolume(name: string): Promise<void> {
    await ended(this.client, await this.client.deleteVolume({ params: { aid: this.params.aid, name } }));
  }

  volumes() {
    return this.client.listVolumes({ params: { aid: this.params.aid } });
  }
}
