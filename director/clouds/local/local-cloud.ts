import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../../contract/errors.ts';
import type { CloudDescription } from '../../contract/system.ts';
import { portTaken } from '../../installation/ports.ts';
import { Turns } from '../../operations/turns.ts';
import { endGroup } from '../../processes/end-group.ts';
import { aliveAmong } from '../../processes/start-time.ts';
import { writeCredentials } from '../../wire/credential-files.ts';
import type { Credentials } from '../../wire/method.ts';
import type { Cloud, CloudVolume, Instance, InstanceSpec, StorageOwner, VolumeSpec } from '../cloud.ts';
import { parseInstanceName } from '../naming.ts';
import { describeLocalCloud, type Facts } from './description.ts';
import { endInstance, findProcesses } from './end-instance.ts';
import { type FactsFound, findFacts } from './find-facts.ts';
import {
  type InstanceFolder,
  instanceFolder,
  layFiles,
  listInstanceFolders,
  makeParts,
  removeInstanceFolder,
  vmidForm,
} from './instance-folder.ts';
import { type InstanceRecord, newRecord, readRecord, writeRecord } from './instance-record.ts';
import { shareFolder, unshareFolder } from './mounts.ts';
import type { LocalCloudOptions } from './options.ts';
import { choosePlace } from './placement.ts';
import { portState } from './ports.ts';
import { agentFolders, instanceEntry } from './program-command.ts';
import { RunningInstances } from './running-instances.ts';
import { exitInWords, runStartupScript, type StartRequest, startProgram } from './start-program.ts';
import { makeStorage, removeEmptyStorage, removeStorage } from './storage.ts';
import { volumesDirectory } from './volume-folder.ts';
import { LocalVolumes, requireNothingMounted } from './volumes.ts';

/** How long a program may take to end its servers in an orderly way. */
const graceMs = 10_000;

/** The cloud on this computer: an instance is a group of processes with a folder and an address of its own. */
export interface LocalCloud extends Cloud {
  /** Stops watching over instances, which run on. */
  close(): void;
}

/** What is known of an instance on disk. */
interface Found {
  folder: InstanceFolder;
  record: InstanceRecord;
}

/** Makes the cloud on this computer. Instances that an earlier Director started are found again. */
export function createLocalCloud(options: LocalCloudOptions): LocalCloud {
  return new Local(options);
}

class Local implements LocalCloud {
  readonly name = 'local';
  readonly runsOnThisComputer = true;
  readonly #options: LocalCloudOptions;
  readonly #running: RunningInstances;
  readonly #volumes: LocalVolumes;
  readonly #listeners = new Set<(instance: Instance) => void>();
  readonly #turns = new Turns();
  /** Creations under way, so that destroying their instance can end them. */
  readonly #creating = new Map<string, AbortController>();
  /** Why instances died that died while this Director ran. */
  readonly #reasons = new Map<string, string>();
  #facts: Promise<FactsFound> | undefined;

  constructor(options: LocalCloudOptions) {
    this.#options = options;
    this.#volumes = new LocalVolumes(volumesDirectory(options.storageDirectory), options.volumes);
    this.#running = new RunningInstances({
      limits: async () => ((await this.#findFacts()).cgroups ? undefined : options.limits),
      onEnd: (vmid) => void this.#died(vmid),
      onExcess: (vmid, why) => void this.#exceeded(vmid, why),
      onError: (error) => options.log.error(`Watching over the instances failed: ${error}`),
    });
  }

  async describe(): Promise<CloudDescription> {
    return describeLocalCloud(this.#options, await this.#findFacts());
  }

  async create(spec: InstanceSpec, signal: AbortSignal): Promise<Instance> {
    const { vmid, name } = spec;
    if (!vmidForm.test(vmid)) throw new RangeError(`"${vmid}" is not an instance id`);
    if (parseInstanceName(name) === undefined) throw new RangeError(`"${name}" is not an instance name`);
    if ((await this.#find(vmid)) !== undefined || this.#creating.has(vmid)) {
      throw new ConpaasError('INSTANCE_START_FAILED', { name, why: `there is an instance ${vmid} already` });
    }
    const controller = new AbortController();
    this.#creating.set(vmid, controller);
    return this.#turns.run(vmid, async () => {
      try {
        return await this.#create(spec, AbortSignal.any([signal, controller.signal]));
      } catch (error) {
        await this.#undo(spec);
        throw this.#explained(name, error);
      } finally {
        this.#creating.delete(vmid);
      }
    });
  }

  async #create(spec: InstanceSpec, signal: AbortSignal): Promise<Instance> {
    const { instancesDirectory, storageDirectory } = this.#options;
    const folder = instanceFolder(instancesDirectory, spec.name, spec.vmid);
    const facts = await this.#findFacts();
    signal.throwIfAborted();
    const record = await this.#reserve(spec, folder, facts);
    await makeParts(folder);
    const storage = await makeStorage(storageDirectory, spec);
    const { configuration, data, logs } = folder;
    const placement = { address: record.address, ports: record.ports };
    const directories = { configuration, data, logs, storage, ...agentFolders(folder, facts.isolation) };
    await layFiles(folder, await spec.files({ ...placement, directories }));
    signal.throwIfAborted();
    const request = this.#request({ folder, record }, storage, facts);
    if (spec.startupScript !== undefined) await runStartupScript(request, spec.startupScript, signal);
    const instance = await this.#start(request);
    signal.throwIfAborted();
    return instance;
  }

  /** Chooses an address and ports and writes them down, one instance after the other, so that no two get the same. */
  #reserve(spec: InstanceSpec, folder: InstanceFolder, { rules }: Facts): Promise<InstanceRecord> {
    return this.#turns.run('placement', async () => {
      const others = await this.#findAll();
      const record = newRecord(
        spec,
        await choosePlace(
          spec,
          rules,
          others.map(({ record: other }) => other),
        ),
      );
      await mkdir(folder.path, { recursive: true, mode: 0o700 });
      await writeRecord(folder, record);
      return record;
    });
  }

  #request({ folder, record }: Found, storage: string, facts: FactsFound): StartRequest {
    const { isolation, groups: cgroups } = facts;
    return { options: this.#options, isolation, cgroups, kind: record.kind, folder, record, storage };
  }

  /** Starts the program of an instance whose folder is complete, and watches over it from then on. */
  async #start(request: StartRequest): Promise<Instance> {
    const { folder, record } = request;
    await this.#prepareVolumes(request);
    const { processes, exit } = await startProgram(request);
    const running = { ...record, processes };
    await writeRecord(folder, running);
    this.#reasons.delete(folder.vmid);
    this.#running.add(folder.vmid, processes);
    void exit.then((how) => {
      if (this.#running.has(folder.vmid)) this.#reasons.set(folder.vmid, exitInWords(how));
      return this.#running.look();
    });
    return this.#instance({ folder, record: running }, 'running');
  }

  /** Volumes can be attached while the instance runs: what is mounted in its folder then appears in its sandbox too. */
  async #prepareVolumes({ folder, record, isolation }: StartRequest): Promise<void> {
    if (!record.volumes) return;
    const mounted = (await this.#volumes.kind()) === 'file-system';
    if (mounted && isolation.kind === 'bubblewrap') await shareFolder(folder.media);
    await this.#volumes.attachAgain(folder);
  }

  createVolume(spec: VolumeSpec, signal: AbortSignal): Promise<CloudVolume> {
    return this.#turns.run(spec.id, () => this.#volumes.create(spec, signal));
  }

  attachVolume(id: string, vmid: string, name: string): Promise<string> {
    return this.#turns.run(vmid, async () => {
      const [volume, instance] = await Promise.all([this.#volumes.find(id), this.#find(vmid)]);
      if (volume === undefined || instance === undefined) {
        const why = volume === undefined ? 'it does not exist' : `there is no instance ${vmid}`;
        throw new ConpaasError('VOLUME_FAILED', { name, deed: 'attached', why });
      }
      await this.#volumes.attach(volume, instance.folder, name);
      const { isolation } = await this.#findFacts();
      return join(agentFolders(instance.folder, isolation).volumes, name);
    });
  }

  async detachVolume(id: string): Promise<void> {
    const attached = (await this.#volumes.find(id))?.record.attached;
    await this.#turns.run(attached?.vmid ?? id, async () => {
      const volume = await this.#volumes.find(id);
      if (volume === undefined || volume.record.attached === null) return;
      await this.#volumes.detach(volume, (await this.#find(volume.record.attached.vmid))?.folder);
    });
  }

  destroyVolume(id: string): Promise<void> {
    return this.#turns.run(id, async () => {
      const volume = await this.#volumes.find(id);
      if (volume !== undefined) await this.#volumes.destroy(volume);
    });
  }

  async destroy(vmid: string): Promise<void> {
    this.#creating.get(vmid)?.abort(new ConpaasError('OPERATION_CANCELLED'));
    if (vmidForm.test(vmid)) await this.#turns.run(vmid, () => this.#destroy(vmid, graceMs));
  }

  async #destroy(vmid: string, grace: number): Promise<void> {
    this.#running.remove(vmid);
    const found = await this.#find(vmid);
    // Also where the folder is gone already, so that really nothing is left.
    if (found === undefined) return endGroup(null, { graceMs: 0, mark: { entry: instanceEntry(vmid) } });
    await endInstance(found.folder, found.record.processes ?? (await findProcesses(found.folder)), grace);
    await this.#volumes.detachAll(found.folder);
    await unshareFolder(found.folder.media);
    await requireNothingMounted(found.folder);
    await removeInstanceFolder(found.folder);
    const { groups } = await this.#findFacts();
    await groups?.remove(vmid);
    this.#reasons.delete(vmid);
  }

  /** Takes away what a failed creation made. Failing at that too must not hide why the creation failed. */
  async #undo(spec: InstanceSpec): Promise<void> {
    try {
      await this.#destroy(spec.vmid, 0);
      const others = await this.#findAll();
      if (others.some(({ record: { aid, sid } }) => aid === spec.aid && sid === spec.sid)) return;
      await removeEmptyStorage(this.#options.storageDirectory, spec);
    } catch (error) {
      this.#options.log.error(`What was made of ${spec.name} (${spec.vmid}) could not be taken away: ${error}`);
    }
  }

  /** What the system refused becomes an error for users, a full disk one of its own; other failures pass. */
  #explained(name: string, error: unknown): unknown {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      return new ConpaasError('STORAGE_FULL', { place: this.#options.instancesDirectory }, { cause: error });
    }
    if (syscall === undefined) return error;
    return new ConpaasError('INSTANCE_START_FAILED', { name, why: `the system said "${message}"` }, { cause: error });
  }

  async restart(vmid: string): Promise<Instance> {
    return this.#turns.run(vmid, async () => {
      const found = await this.#existing(vmid);
      if ((await this.#stateOf(found)) === 'running') return this.#instance(found, 'running');
      return this.#startAgain(found);
    });
  }

  async replaceCredentials(vmid: string, credentials: Credentials): Promise<Instance> {
    return this.#turns.run(vmid, async () => {
      const found = await this.#existing(vmid);
      // Its end is wanted: nobody is to hear of a death.
      this.#running.remove(vmid);
      await endInstance(found.folder, found.record.processes ?? (await findProcesses(found.folder)), graceMs);
      await writeCredentials(found.folder.configuration, credentials);
      return this.#startAgain(found);
    });
  }

  /** @throws INSTANCE_START_FAILED */
  async #existing(vmid: string): Promise<Found> {
    const found = await this.#find(vmid);
    if (found) return found;
    throw new ConpaasError('INSTANCE_START_FAILED', { name: vmid, why: 'there is no such instance' });
  }

  /** Starts the program of an instance that does not run, on the same disk and address. */
  async #startAgain(found: Found): Promise<Instance> {
    const { folder, record } = found;
    if (record.address === '') {
      throw new ConpaasError('INSTANCE_START_FAILED', { name: record.name, why: 'it was never completed' });
    }
    await endInstance(folder, record.processes, graceMs);
    await this.#checkPorts(record);
    try {
      await makeParts(folder);
      const storage = await makeStorage(this.#options.storageDirectory, record);
      return await this.#start(this.#request(found, storage, await this.#findFacts()));
    } catch (error) {
      await endInstance(folder, null, 0);
      throw this.#explained(record.name, error);
    }
  }

  /** Others know an instance by its address and ports, so that it cannot get new ones. */
  async #checkPorts({ name, address, ports }: InstanceRecord): Promise<void> {
    for (const port of Object.values(ports)) {
      const state = await portState(address, port);
      if (state === 'free') continue;
      const why =
        state === 'taken'
          ? (await portTaken(port, address)).message.replace(/\.$/, '')
          : `port ${port} is ${state} now`;
      throw new ConpaasError('INSTANCE_START_FAILED', { name, why });
    }
  }

  async list(): Promise<Instance[]> {
    const found = await this.#findAll();
    return Promise.all(found.map(async (one) => this.#instance(one, await this.#stateOf(one))));
  }

  async get(vmid: string): Promise<Instance | undefined> {
    const found = await this.#find(vmid);
    return found === undefined ? undefined : this.#instance(found, await this.#stateOf(found));
  }

  onDeath(listener: (instance: Instance) => void): () => void {
    this.#listeners.add(listener);
    // Those that run already are watched over from when they are first seen.
    this.list().catch((error) => this.#options.log.error(`The instances could not be listed: ${error}`));
    return () => this.#listeners.delete(listener);
  }

  async destroyStorage(owner: StorageOwner): Promise<void> {
    const found = await this.#findAll();
    const users = found.filter(
      ({ record: { aid, sid } }) => aid === owner.aid && (owner.sid === null || sid === owner.sid),
    );
    if (users.length > 0) {
      const instances = users.map(({ record: { name, vmid } }) => `${name} (${vmid})`).join(', ');
      throw new ConpaasError('STORAGE_IN_USE', { instances });
    }
    await this.#volumes.destroyAll(owner);
    await removeStorage(this.#options.storageDirectory, owner);
  }

  close(): void {
    this.#running.close();
  }

  async #findAll(): Promise<Found[]> {
    const folders = await listInstanceFolders(this.#options.instancesDirectory);
    return Promise.all(folders.map(async (folder) => ({ folder, record: await readRecord(folder) })));
  }

  async #find(vmid: string): Promise<Found | undefined> {
    const folders = await listInstanceFolders(this.#options.instancesDirectory);
    const folder = folders.find((one) => one.vmid === vmid);
    return folder === undefined ? undefined : { folder, record: await readRecord(folder) };
  }

  /** Looks whether the program of an instance runs, and watches over it if so. One that is being made counts as running. */
  async #stateOf({ folder, record }: Found): Promise<Instance['state']> {
    if (this.#creating.has(folder.vmid)) return 'running';
    const processes = record.processes ?? (await findProcesses(folder));
    if (processes === null || (await aliveAmong([processes.program])).length === 0) return 'dead';
    if (record.processes === null) await writeRecord(folder, { ...record, processes });
    this.#running.add(folder.vmid, processes);
    return 'running';
  }

  #instance({ folder, record }: Found, state: Instance['state']): Instance {
    const { vmid, name, kind, uid, aid, sid, address, ports } = record;
    const why = state === 'dead' ? this.#reasons.get(vmid) : undefined;
    const reason = why === undefined ? {} : { why };
    return { vmid, name, kind, uid, aid, sid, address, ports, state, ...reason, logDirectory: folder.logs };
  }

  async #died(vmid: string): Promise<void> {
    try {
      const found = await this.#find(vmid);
      if (found === undefined) return;
      const { groups } = await this.#findFacts();
      if (groups?.ranOutOfMemory(vmid)) this.#reasons.set(vmid, 'it used more memory than it may');
      const instance = this.#instance(found, 'dead');
      this.#options.log.warn(`Instance ${instance.name} (${vmid}) died: ${instance.why ?? 'its program is gone'}.`);
      for (const listener of this.#listeners) listener(instance);
    } catch (error) {
      this.#options.log.error(`The death of instance ${vmid} could not be reported: ${error}`);
    }
  }

  async #exceeded(vmid: string, why: string): Promise<void> {
    try {
      await this.#turns.run(vmid, async () => {
        const found = await this.#find(vmid);
        if (found === undefined) return;
        this.#reasons.set(vmid, why);
        await endInstance(found.folder, found.record.processes, 0);
        await this.#died(vmid);
      });
    } catch (error) {
      this.#options.log.error(`Instance ${vmid} is over its limits (${why}) and could not be ended: ${error}`);
    }
  }

  #findFacts(): Promise<FactsFound> {
    this.#facts ??= findFacts(this.#options);
    return this.#facts;
  }
}
