import { randomInt } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { type Applications, startSteps } from '../applications/applications.ts';
import type { Code } from '../applications/code.ts';
import type { Nodes } from '../applications/nodes.ts';
import type { Services } from '../applications/services.ts';
import type { Volumes } from '../applications/volumes.ts';
import type { Environment } from '../contract/environment.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Service } from '../contract/service.ts';
import type { OperationContext, Operations } from '../operations/operations.ts';
import { sourceOf } from './address.ts';
import {
  type CheckedManifest,
  type CheckedService,
  nameOfSource,
  type StepName,
  steps,
  stepsOf,
} from './checked-manifest.ts';
import { type FetchLimits, fetchFile } from './fetch-file.ts';
import type { ManifestFile, ManifestFiles } from './manifest-files.ts';

export interface DeploymentParts {
  applications: Applications;
  services: Services;
  code: Code;
  nodes: Nodes;
  volumes: Volumes;
  operations: Operations;
  fetchTimes: Omit<FetchLimits, 'bytes'>;
}

export interface DeploymentOrder {
  uid: number;
  aid: number;
  manifest: CheckedManifest;
  files: ManifestFiles | undefined;
  /** A folder of this deployment alone, for what is fetched. */
  folder: string;
  /** Largest archive in bytes. */
  archiveLimit: number;
  /** Whether addresses inside of networks are asked too. */
  anyAddress: boolean;
}

const addStep = 'Add the service';
/** As the contract's limit for a startup script. */
const scriptLimit = 1_000_000;
const fetched = ['StartupScript', 'Archive'] as const;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function secretOf(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}

/** Steps of one service carry its name where there are several. */
function named(manifest: CheckedManifest, { name }: CheckedService, step: string): string {
  return manifest.services.length === 1 ? step : `${name}: ${step.charAt(0).toLowerCase()}${step.slice(1)}`;
}

/** What is fetched, as the steps before anything is made. */
function fetchesOf({ services }: CheckedManifest) {
  return services.flatMap((service, index) =>
    fetched.flatMap((field) => {
      const text = service.fields[field];
      const source = text === undefined ? undefined : sourceOf(text);
      if (text === undefined || source?.kind !== 'url') return [];
      return [{ field, index, url: source.url, step: `Fetch ${nameOfSource(text, source.url.host)}` }];
    }),
  );
}

/** All steps of a deployment, one after the other. */
export function deploymentSteps(manifest: CheckedManifest): string[] {
  if (manifest.services.length === 0) return [];
  return [
    ...fetchesOf(manifest).map(({ step }) => step),
    ...startSteps,
    ...manifest.services.flatMap((service) =>
      [addStep, ...stepsOf(service)].map((step) => named(manifest, service, step)),
    ),
  ];
}

/** Steps within a step only move its progress. */
function within(context: OperationContext): OperationContext {
  return {
    ...context,
    data: context.data,
    step: (_name, percent) => {
      if (percent !== undefined) context.progress(percent / 100);
    },
  };
}

/** Makes what a manifest describes, from nothing to services that run. */
export class Deployment {
  readonly #parts: DeploymentParts;
  readonly #order: DeploymentOrder;
  readonly #context: OperationContext;
  /** What earlier services tell later ones (reference §13.3). */
  readonly #provided: Record<string, string> = {};
  readonly #made: Service[] = [];

  constructor(parts: DeploymentParts, order: DeploymentOrder, context: OperationContext) {
    this.#parts = parts;
    this.#order = order;
    this.#context = context;
  }

  /** The services as they are in the end, in the order in which they were made. */
  async run(): Promise<Service[]> {
    const { applications } = this.#parts;
    const { aid, manifest } = this.#order;
    if (manifest.services.length === 0) return [];
    // Before anything runs that costs: an address that does not answer is found out first.
    await this.#fetchAll();
    await applications.runStart(aid, manifest.cloud, this.#context);
    applications.setState(aid, 'ADAPTING');
    for (const [index, service] of manifest.services.entries()) await this.#make(service, index);
    applications.setState(aid, 'RUNNING');
    return this.#made.map(({ sid }) => this.#service(sid));
  }

  async #fetchAll(): Promise<void> {
    const { anyAddress, archiveLimit, manifest } = this.#order;
    for (const { field, index, url, step } of fetchesOf(manifest)) {
      this.#context.step(step);
      const bytes = field === 'Archive' ? archiveLimit : scriptLimit;
      const limits = { ...this.#parts.fetchTimes, bytes };
      await fetchFile({ url, path: this.#fetchedPath(index, field), limits, anyAddress, signal: this.#context.signal });
    }
  }

  async #make(checked: CheckedService, index: number): Promise<void> {
    const { uid, aid, manifest } = this.#order;
    const { definition, name } = checked;
    this.#context.step(named(manifest, checked, addStep));
    const { sid } = await this.#parts.services.add(uid, aid, definition.type, name);
    this.#made.push(this.#service(sid));
    this.#tellResult();
    const toDo = stepsOf(checked);
    // What other services tell is no step of the manifest.
    if (!toDo.includes(steps.settings)) await this.#keepEnvironment(checked, sid);
    for (const step of toDo) {
      this.#context.signal.throwIfAborted();
      this.#context.step(named(manifest, checked, step));
      await this.#carryOut(step, checked, index, sid);
    }
    this.#tellResult();
    if (checked.fields.Start) await this.#learn(checked, sid);
  }

  async #carryOut(step: StepName, checked: CheckedService, index: number, sid: number): Promise<void> {
    const { services } = this.#parts;
    const { aid } = this.#order;
    const { fields, cloud, additional } = checked;
    const context = within(this.#context);
    switch (step) {
      case steps.script:
        return this.#uploadScript(fields.StartupScript ?? '', index, sid);
      case steps.code:
        return this.#uploadCode(checked, index, sid);
      case steps.settings:
        if (fields.Configuration) await services.keepConfiguration(aid, sid, fields.Configuration);
        return this.#keepEnvironment(checked, sid);
      case steps.start:
        return services.runStart(aid, sid, cloud, context);
      case steps.nodes:
        return services.runAddNodes(aid, sid, { ...additional }, cloud, context);
      case steps.volumes:
        return this.#createVolumes(checked, sid);
    }
  }

  async #uploadScript(source: string, index: number, sid: number): Promise<void> {
    const { uid, aid } = this.#order;
    const { stream } = await this.#open(source, index, 'StartupScript');
    const script = await readText(stream);
    if (script.length > scriptLimit)
      throw new ConpaasError('INVALID_INPUT', { problem: `the script has more than ${scriptLimit} characters` });
    await this.#parts.code.uploadStartupScript(uid, aid, sid, Readable.from([script]));
  }

  async #uploadCode({ fields }: CheckedService, index: number, sid: number): Promise<void> {
    const { code, services } = this.#parts;
    const { uid, aid, manifest } = this.#order;
    const { filename, stream } = await this.#open(fields.Archive ?? '', index, 'Archive');
    const archive = { filename, stream, description: manifest.application };
    const { codeVersionId } = await code.upload(uid, aid, sid, archive, this.#context.signal);
    if (fields.LiftSubfolder) await code.lift(uid, aid, sid, codeVersionId, true);
    await services.keepCode(aid, sid, codeVersionId);
  }

  /** The addresses of earlier services are known by now. What the manifest says comes first. */
  async #keepEnvironment({ rules, fields }: CheckedService, sid: number): Promise<void> {
    if (!rules.fields.includes('Environment')) return;
    const { uid, aid } = this.#order;
    const environment: Environment = {};
    for (const [name, value] of Object.entries(this.#provided))
      environment[name] = { value, generated: null, provided: true };
    for (const [name, given] of Object.entries(fields.Environment ?? {})) {
      const generated = typeof given === 'string' ? null : given.Generate;
      environment[name] = {
        value: typeof given === 'string' ? given : secretOf(given.Generate),
        generated,
        provided: false,
      };
    }
    if (Object.keys(environment).length > 0) await this.#parts.code.keepEnvironment(uid, aid, sid, environment);
  }

  async #createVolumes({ definition, fields }: CheckedService, sid: number): Promise<void> {
    const { nodes, operations, volumes } = this.#parts;
    const { uid, aid } = this.#order;
    const list = await nodes.list(uid, aid, sid);
    for (const { Name: name, Size: size, Role: role = definition.defaultRole } of fields.Volumes ?? []) {
      const node = list.find(({ roles }) => roles.includes(role));
      if (!node) throw new ConpaasError('NODE_NOT_FOUND', { role });
      const { id } = await volumes.create(uid, aid, { name, size, agentId: node.id });
      const { error } = await operations.wait(id);
      if (error) throw ConpaasError.fromBody(error);
    }
  }

  async #learn({ rules }: CheckedService, sid: number): Promise<void> {
    const { uid, aid } = this.#order;
    Object.assign(this.#provided, rules.provides(await this.#parts.nodes.list(uid, aid, sid)));
  }

  async #open(text: string, index: number, field: (typeof fetched)[number]): Promise<ManifestFile> {
    const source = sourceOf(text);
    if (source.kind === 'file' && this.#order.files) return this.#order.files.open(source.path);
    if (source.kind !== 'url') throw new ConpaasError('MANIFEST_FILE_MISSING', { path: text });
    return { filename: nameOfSource(text, 'code'), stream: createReadStream(this.#fetchedPath(index, field)) };
  }

  #fetchedPath(index: number, field: string): string {
    return join(this.#order.folder, `${index}-${field}`);
  }

  #service(sid: number): Service {
    const { uid, aid } = this.#order;
    return this.#parts.services.get(uid, aid, sid);
  }

  #tellResult(): void {
    const services = this.#made.map(({ sid }) => {
      const { type, name, url } = this.#service(sid);
      return { sid, type, name, url };
    });
    this.#context.setResult({ aid: this.#order.aid, services });
  }
}
