import { randomBytes } from 'node:crypto';
import type { Cloud, InstanceSpec, Placement } from '../clouds/cloud.ts';
import type { Clouds } from '../clouds/clouds.ts';
import { instanceName } from '../clouds/naming.ts';
import type { CreatedNode } from '../contract/created-node.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Settings } from '../contract/system.ts';
import type { Credits } from '../credits/credits.ts';
import type { Hours } from '../credits/hours.ts';
import { serviceDefinition } from '../services/definitions.ts';
import type { InstanceRecord, NewInstance } from '../store/instances.ts';
import type { Store } from '../store/store.ts';
import type { AgentConfiguration, ManagerConfiguration } from '../wire/instance-configuration.ts';
import { revocationsFile } from '../wire/revocations.ts';

/** Standard ports (reference §1). */
export const managerPort = 443;
export const agentPort = 5555;

/** Makes the certificate of an instance: PEM texts of key, certificate and CA. */
export interface Issuer {
  issue(request: {
    kind: 'manager' | 'agent';
    uid: number;
    serviceLocator: number;
    addresses: string[];
  }): Promise<{ key: string; cert: string; ca: string }>;
}

export interface InstancesOptions {
  store: Store;
  clouds: Clouds;
  issuer: Issuer;
  deployment: string;
  settings: () => Settings;
  /** Where managers reach the Director: https://127.0.0.1:5555 */
  directorUrl: () => string;
  /** Serials of certificates that instances of a user must refuse from the beginning; none when left out. */
  revokedFor?: (uid: number) => readonly string[];
  hours: Pick<Hours, 'begin' | 'giveBack'>;
  credits: Pick<Credits, 'changed'>;
  /** Called when volumes of an application lost their node, because it was destroyed. */
  onVolumesReleased?: (aid: number) => void;
}

export interface NodeRequest {
  uid: number;
  aid: number;
  sid: number;
  serviceType: string;
  requestId: string;
  nodes: { role: string; cloud: string }[];
  startupScript?: string | undefined;
}

/** What is known of an instance before anything of it is made. */
type RecordedInstance = Omit<NewInstance, 'address' | 'ports' | 'state' | 'created' | 'charged' | 'paidUntil'>;

/**
 * The instances that should exist. Every one is written down before anything of it is made and until nothing of it is left, so that
 * a Director that was killed in between finds what it left behind.
 */
export class Instances {
  readonly #options: InstancesOptions;
  readonly #requests = new Map<string, Promise<CreatedNode[]>>();

  constructor(options: InstancesOptions) {
    this.#options = options;
  }

  /**
   * Makes the manager of an application; resolves when its program was started, before it answers.
   * @throws INSUFFICIENT_CREDITS before anything is made
   */
  async createManager(uid: number, aid: number, cloudName: string, vmid: string, signal: AbortSignal): Promise<void> {
    const { deployment } = this.#options;
    const name = instanceName({ deployment, uid, aid });
    const record = {
      vmid,
      cloud: cloudName,
      name,
      kind: 'manager',
      uid,
      aid,
      sid: null,
      role: null,
      requestId: null,
    } as const;
    this.#record(uid, [record]);
    await this.#create(
      record,
      {
        vmid,
        name,
        kind: 'manager',
        uid,
        aid,
        sid: null,
        ports: [managerPort],
        files: (placement) => this.#managerFiles(uid, aid, vmid, placement),
      },
      signal,
    );
  }

  /**
   * Makes the nodes a manager asks for, all of them or none. The same `requestId` gives the same nodes again, as a manager repeats its
   * request when the Director went away in between.
   * @throws INSUFFICIENT_CREDITS before anything is made, when not all of them can be paid
   */
  createNodes(request: NodeRequest, signal: AbortSignal): Promise<CreatedNode[]> {
    const key = `${request.aid}/${request.requestId}`;
    const pending = this.#requests.get(key);
    if (pending) return pending;
    const work = this.#createNodes(request, signal).finally(() => this.#requests.delete(key));
    this.#requests.set(key, work);
    return work;
  }

  /**
   * Ends an instance and forgets it; its record stays when the cloud fails, so that it can be tried again.
   * @param giveBack also gives the hour back that was paid for one that was made; one that was not is never paid
   */
  async destroy(vmid: string, { giveBack = false } = {}): Promise<void> {
    const { store, clouds } = this.#options;
    const record = store.instances.get(vmid);
    if (!record) return;
    store.instances.update(vmid, { state: 'destroying' });
    await clouds.get(record.cloud).destroy(vmid);
    const released = store.transaction(() => {
      const last = store.instances.get(vmid);
      if (last && (giveBack || last.address === null)) this.#options.hours.giveBack(last);
      const volumes = store.volumes.release(vmid);
      store.instances.delete(vmid);
      return volumes;
    });
    this.#options.credits.changed(record.uid);
    if (released.length > 0) this.#options.onVolumesReleased?.(record.aid);
  }

  /**
   * Destroys nodes by their agent ids, and those that came of requests, also of ones that are under way: nobody waits for their answer
   * any more. Ids of other applications are refused, unknown ones are gone already.
   */
  async destroyNodes(aid: number, ids: readonly string[], requestIds: readonly string[] = []): Promise<void> {
    await Promise.allSettled(requestIds.map((requestId) => this.#requests.get(`${aid}/${requestId}`)));
    const unwanted = this.#options.store.instances
      .list({ aid, kind: 'agent' })
      .filter((record) => ids.includes(this.nodeId(record)) || requestIds.includes(record.requestId ?? ''));
    await all(unwanted.map((record) => this.destroy(record.vmid)));
  }

  /** Destroys the instances of an application, or of one of its services. */
  async destroyAll(aid: number, sid?: number): Promise<void> {
    const records = this.#options.store.instances.list(sid === undefined ? { aid } : { aid, sid });
    await all(records.map((record) => this.destroy(record.vmid)));
  }

  /** The identifier shown to users as agent id (reference §10): the default cloud is called "iaas" inside. */
  nodeId(record: { cloud: string; vmid: string }): string {
    const { clouds } = this.#options;
    return `${record.cloud === clouds.default().name ? 'iaas' : record.cloud}${record.vmid}`;
  }

  /** Writes down where an instance that runs came to lie. */
  placed(vmid: string, place: { address: string; ports: Record<string, number> }): InstanceRecord {
    const { instances } = this.#options.store;
    instances.update(vmid, { state: 'running', ...place });
    const record = instances.get(vmid);
    if (!record) throw new ConpaasError('INTERNAL', { why: `instance ${vmid} vanished while it was made` });
    return record;
  }

  async #createNodes(request: NodeRequest, signal: AbortSignal): Promise<CreatedNode[]> {
    const { store } = this.#options;
    const earlier = store.instances.list({ aid: request.aid, requestId: request.requestId });
    if (earlier.length === request.nodes.length && earlier.every((record) => record.state === 'running')) {
      return earlier.map((record) => this.#createdNode(record));
    }
    await all(earlier.map((record) => this.destroy(record.vmid, { giveBack: true })));
    const agents = request.nodes.map((node) => this.#agent(request, node));
    this.#record(
      request.uid,
      agents.map(({ record }) => record),
    );
    const made = await Promise.allSettled(agents.map(({ record, spec }) => this.#create(record, spec, signal)));
    const failed = made.find((outcome) => outcome.status === 'rejected');
    if (failed) {
      await all(
        store.instances
          .list({ aid: request.aid, requestId: request.requestId })
          .map((record) => this.destroy(record.vmid, { giveBack: true })),
      );
      throw failed.reason;
    }
    return made.flatMap((outcome) => (outcome.status === 'fulfilled' ? [this.#createdNode(outcome.value)] : []));
  }

  #agent(
    request: NodeRequest,
    node: { role: string; cloud: string },
  ): { record: RecordedInstance; spec: InstanceSpec } {
    const { uid, aid, sid, requestId } = request;
    const definition = serviceDefinition(request.serviceType);
    const cloud = this.#options.clouds.get(node.cloud);
    const vmid = newVmid();
    const name = instanceName({ deployment: this.#options.deployment, uid, aid, sid, type: definition.instanceType });
    return {
      record: { vmid, cloud: cloud.name, name, kind: 'agent', uid, aid, sid, role: node.role, requestId },
      spec: {
        vmid,
        name,
        kind: 'agent',
        uid,
        aid,
        sid,
        ports: [agentPort, ...definition.nodePorts],
        volumes: definition.hasVolumes,
        files: (placement) => this.#agentFiles(request, node.role, vmid, placement),
        ...(request.startupScript === undefined ? {} : { startupScript: request.startupScript }),
      },
    };
  }

  /**
   * Writes instances of one user down and pays their first hours, in one transaction: two starts at once with one credit cannot both
   * succeed, and several instances are paid as a whole or not at all.
   */
  #record(uid: number, records: readonly RecordedInstance[]): void {
    const { credits, hours, store } = this.#options;
    const created = new Date().toISOString();
    const blank = { address: null, ports: {}, state: 'creating', created, charged: 0, paidUntil: null } as const;
    store.transaction(() => {
      for (const record of records) store.instances.insert({ ...record, ...blank });
      hours.begin(uid, records);
    });
    credits.changed(uid);
  }

  async #create(record: RecordedInstance, spec: InstanceSpec, signal: AbortSignal): Promise<InstanceRecord> {
    const cloud: Cloud = this.#options.clouds.get(record.cloud);
    try {
      const { address, ports } = await cloud.create(spec, signal);
      return this.placed(record.vmid, { address, ports });
    } catch (error) {
      await this.destroy(record.vmid);
      throw error;
    }
  }

  #createdNode(record: InstanceRecord): CreatedNode {
    if (record.address === null || record.role === null) {
      throw new ConpaasError('INTERNAL', { why: `instance ${record.vmid} was never placed` });
    }
    const { vmid, address, cloud, role, ports } = record;
    return { id: this.nodeId(record), vmid, address, cloud, role, ports };
  }

  async #managerFiles(uid: number, aid: number, vmid: string, placement: Placement): Promise<Record<string, string>> {
    const { deployment, settings, directorUrl } = this.#options;
    const { archiveLimitBytes, archiveLimitFiles } = settings();
    const configuration: ManagerConfiguration = {
      kind: 'manager',
      deployment,
      uid,
      aid,
      vmid,
      ...placement,
      directorUrl: directorUrl(),
      archiveLimitBytes,
      archiveLimitFiles,
    };
    return this.#files('manager', uid, aid, placement, configuration);
  }

  async #agentFiles(
    request: NodeRequest,
    role: string,
    vmid: string,
    placement: Placement,
  ): Promise<Record<string, string>> {
    const { uid, aid, sid, serviceType: type } = request;
    const { deployment, settings } = this.#options;
    const { phpRuntime, archiveLimitBytes, archiveLimitFiles } = settings();
    const configuration: AgentConfiguration = {
      kind: 'agent',
      deployment,
      uid,
      aid,
      sid,
      type,
      role,
      vmid,
      ...placement,
      phpRuntime,
      archiveLimitBytes,
      archiveLimitFiles,
    };
    return this.#files('agent', uid, aid, placement, configuration);
  }

  async #files(kind: 'manager' | 'agent', uid: number, aid: number, { address }: Placement, configuration: object) {
    const { key, cert, ca } = await this.#options.issuer.issue({
      kind,
      uid,
      serviceLocator: aid,
      addresses: [address],
    });
    return {
      'config.json': JSON.stringify(configuration, null, 2),
      'cert.pem': cert,
      'key.pem': key,
      'ca_cert.pem': ca,
      [revocationsFile]: JSON.stringify(this.#options.revokedFor?.(uid) ?? []),
    };
  }
}

/** 8 hex digits. */
export function newVmid(): string {
  return randomBytes(4).toString('hex');
}

/** Waits for every one, then throws the first failure: what one could not do must not keep the others from it. */
async function all(work: Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
