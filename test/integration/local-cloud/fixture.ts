import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Instance, InstanceSpec } from '../../../director/clouds/cloud.ts';
import { createLocalCloud, type LocalCloud } from '../../../director/clouds/local/local-cloud.ts';
import type { LocalCloudOptions } from '../../../director/clouds/local/options.ts';
import { silentLogger } from '../../../director/logging/logger.ts';

const programFile = fileURLToPath(new URL('program.mjs', import.meta.url));

/** Options of a cloud whose instances run the program of the tests. */
export function optionsFor(data: string, others: Partial<LocalCloudOptions> = {}): LocalCloudOptions {
  const program = { node: realpathSync(process.execPath), execArgv: [], entry: programFile, readOnly: [] };
  return {
    instancesDirectory: join(data, 'instances'),
    storageDirectory: join(data, 'storage'),
    programs: { manager: program, agent: program },
    installationId: data,
    limits: { memoryBytes: 1024 * 2 ** 20, processes: 400 },
    log: silentLogger,
    ...others,
  };
}

let count = 0;

/** The manager of an application, or with a sid an agent, with an id of its own. */
export function specOf(aid: number, others: Partial<InstanceSpec> & { failure?: string } = {}): InstanceSpec {
  count += 1;
  const vmid = (process.pid * 4096 + count).toString(16).padStart(8, '0').slice(-8);
  const { sid = null, failure } = others;
  const name = sid === null ? `conpaas-u1-a${aid}-mgr` : `conpaas-u1-a${aid}-s${sid}-web`;
  return {
    vmid,
    name,
    kind: sid === null ? 'manager' : 'agent',
    uid: 1,
    aid,
    sid,
    ports: [8080],
    files: (placement) => ({
      'config.json': JSON.stringify({ ...placement, vmid, failure }),
      'key.pem': `key of ${vmid}`,
    }),
    ...others,
  };
}

/** A data folder with clouds on it; all that they made is gone after `dispose`. */
export class Fixture {
  readonly data = realpathSync(mkdtempSync(join(tmpdir(), 'local-cloud-')));
  readonly #clouds: LocalCloud[] = [];

  cloud(others: Partial<LocalCloudOptions> = {}): LocalCloud {
    const cloud = createLocalCloud(optionsFor(this.data, others));
    this.#clouds.push(cloud);
    return cloud;
  }

  /** Names of the folders of instances. */
  folders(): string[] {
    return namesIn(join(this.data, 'instances'));
  }

  storage(...names: string[]): string {
    return join(this.data, 'storage', ...names);
  }

  async dispose(): Promise<void> {
    const cloud = this.cloud();
    for (const { vmid } of await cloud.list()) await cloud.destroy(vmid);
    for (const one of this.#clouds) one.close();
    rmSync(this.data, { recursive: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Asks the program of an instance to do something. @returns its answer, or the error's code where it could not */
export async function ask(instance: Instance, deed: string, parameters: Record<string, unknown> = {}): Promise<string> {
  const url = `http://${instance.address}:${Object.values(instance.ports)[0]}/`;
  const body = JSON.stringify({ deed, ...parameters });
  const answer = await fetch(url, { method: 'POST', body });
  return answer.text();
}

/** Resolves when the program of an instance answers. */
export async function answers(instance: Instance): Promise<void> {
  await expect.poll(() => ask(instance, 'environment').catch(() => ''), { timeout: 10_000 }).toContain(instance.vmid);
}

/** Pids of the processes whose environment names this instance, looked for without any code of the product. */
export function processesOf(vmid: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
      // A process that ended keeps its place until its parent asks; its environment is empty then.
      return environment.includes(`CONPAAS_INSTANCE=${vmid}`);
    } catch {
      return false;
    }
  });
}

/** What `instance.json` says. */
export function recordOf(data: string, instance: Pick<Instance, 'name' | 'vmid'>) {
  const text = readFileSync(join(data, 'instances', `${instance.name}-${instance.vmid}`, 'instance.json'), 'utf8');
  return JSON.parse(text);
}
