import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Clouds } from '../clouds/clouds.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { ManifestCheck, ManifestProblem } from '../contract/manifest-check.ts';
import type { Operation } from '../contract/operation.ts';
import type { Service } from '../contract/service.ts';
import type { Settings } from '../contract/system.ts';
import type { Credits } from '../credits/credits.ts';
import type { OperationContext } from '../operations/operations.ts';
import type { Store } from '../store/store.ts';
import { readBundle } from './bundle.ts';
import { checkManifest } from './check-manifest.ts';
import { type CheckedManifest, planOf } from './checked-manifest.ts';
import { Deployment, type DeploymentParts, deploymentSteps } from './deployment.ts';
import { Ending } from './ending.ts';
import { packBundle } from './export-bundle.ts';
import { type Exported, exportManifest } from './export-manifest.ts';
import type { ManifestFiles } from './manifest-files.ts';

export interface ManifestsOptions extends DeploymentParts {
  store: Store;
  clouds: Clouds;
  credits: Pick<Credits, 'estimate' | 'requireSome'>;
  settings: () => Settings;
  /** For what is fetched and unpacked; nothing in it outlives its deployment. */
  directory: string;
}

/** How a deployment is called, and what comes after it. */
export interface DeploymentKind {
  kind: 'manifest.deploy' | 'sample.deploy';
  /** A last step, with what it adds to the result. */
  last?: {
    step: string;
    run(services: readonly Service[], context: OperationContext): Promise<Record<string, unknown>>;
  };
}

/** Seconds that are allowed for the start of the application, for each service, and for each file that is fetched. */
const limits = { application: 150, service: 420, fetch: 300 };

/** Applications described by a file: checked, made, written (reference §13). */
export class Manifests {
  readonly #options: ManifestsOptions;
  readonly #ending: Ending;

  constructor(options: ManifestsOptions) {
    this.#options = options;
    this.#ending = new Ending(options);
    options.operations.onRecover('manifest.deploy', (operation, context) =>
      this.#ending.interrupted(operation, context),
    );
  }

  /** Called once at start: none of the deployments that a killed Director left goes on, so that nothing of their files is used. */
  async clean(): Promise<void> {
    await rm(this.#options.directory, { recursive: true, force: true });
  }

  /**
   * What a manifest would make and where it is wrong. Nothing is made.
   * @throws UNKNOWN_CLOUD for the cloud given beside it
   */
  async check(uid: number, text: string, cloud?: string, files?: ManifestFiles): Promise<ManifestCheck> {
    const { problems, manifest } = await this.#check(text, cloud, files);
    if (!manifest) return { problems, plan: null };
    const plan = planOf(manifest);
    const { enabled, enough, balance } = this.#options.credits.estimate(uid, plan.instances);
    if (!enabled || enough) return { problems, plan };
    const message = `This takes ${plan.instances} credits for the first hour, and you have ${balance}`;
    return { problems: [...problems, { severity: 'warning', line: 1, column: 1, field: '', message }], plan };
  }

  /**
   * Makes the application that a manifest describes; the result of the operation has its aid.
   * @param files what lies beside the manifest
   * @throws MANIFEST_REQUIRED, MANIFEST_SYNTAX, MANIFEST_INVALID, UNKNOWN_CLOUD, INSUFFICIENT_CREDITS: nothing is made then
   */
  async deploy(uid: number, text: string, cloud?: string, files?: ManifestFiles): Promise<Operation> {
    return this.deployAs({ kind: 'manifest.deploy' }, uid, text, cloud, files);
  }

  /** The same as another kind of operation. */
  async deployAs(
    kind: DeploymentKind,
    uid: number,
    text: string,
    cloud?: string,
    files?: ManifestFiles,
  ): Promise<Operation> {
    return this.#deployIn(await this.#newFolder(), kind, uid, text, cloud, files);
  }

  /**
   * The same from an archive with manifest.json and the files it names.
   * @throws also MANIFEST_BUNDLE, ARCHIVE_…, UPLOAD_TOO_LARGE, UPLOAD_CUT
   */
  async deployBundle(uid: number, stream: Readable, filename: string, cloud?: string): Promise<Operation> {
    const folder = await this.#newFolder();
    try {
      const { archiveLimitBytes: bytes, archiveLimitFiles } = this.#options.settings();
      const { text, files } = await readBundle(stream, filename, folder, { bytes, files: archiveLimitFiles });
      return await this.#deployIn(folder, { kind: 'manifest.deploy' }, uid, text, cloud, files);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The manifest of an application. Code and scripts are named as files of a bundle. @throws APPLICATION_NOT_FOUND */
  async exportText(uid: number, aid: number): Promise<string> {
    return (await this.export(uid, aid)).text;
  }

  /** An archive with the manifest, code and scripts that recreates an application. @throws APPLICATION_NOT_FOUND */
  async exportBundle(uid: number, aid: number): Promise<{ filename: string; stream: Readable }> {
    const exported = await this.export(uid, aid);
    const { applications } = this.#options;
    return packBundle(applications.get(uid, aid).name, exported);
  }

  /** The manifest of an application with the files it names, each read when its turn comes. @throws APPLICATION_NOT_FOUND */
  export(uid: number, aid: number): Promise<Exported> {
    return exportManifest(this.#options, uid, aid);
  }

  #check(text: string, defaultCloud: string | undefined, files: ManifestFiles | undefined) {
    const { clouds } = this.#options;
    return checkManifest(text, { cloud: (name) => clouds.get(name).name, defaultCloud, files });
  }

  async #deployIn(
    folder: string,
    kind: DeploymentKind,
    uid: number,
    text: string,
    cloud: string | undefined,
    files: ManifestFiles | undefined,
  ): Promise<Operation> {
    try {
      const { problems, manifest } = await this.#check(text, cloud, files);
      if (!manifest) throw refusal(text, problems);
      const { instances } = planOf(manifest);
      if (instances > 0) this.#options.credits.requireSome(uid, instances);
      return this.#begin(folder, kind, uid, manifest, files);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  #begin(
    folder: string,
    { kind, last }: DeploymentKind,
    uid: number,
    manifest: CheckedManifest,
    files: ManifestFiles | undefined,
  ): Operation {
    const { applications, operations, settings, store } = this.#options;
    const { aid, name } = applications.create(uid, applications.freeName(uid, manifest.application));
    const names = deploymentSteps(manifest);
    const order = {
      uid,
      aid,
      manifest,
      files,
      folder,
      archiveLimit: settings().archiveLimitBytes,
      // A person at this computer may well fetch from it; other users of a Director must not reach what it can reach.
      anyAddress: store.users.get(uid)?.role === 'administrator',
    };
    return operations.start({
      kind,
      title: `Deploy "${name}"`,
      uid,
      aid,
      sid: null,
      timeLimit: limits.application + manifest.services.length * (limits.service + 2 * limits.fetch),
      steps: [...names, ...(last ? [last.step] : [])],
      data: { aid },
      run: async (context) => {
        context.setResult({ aid, services: [] });
        try {
          const made = await new Deployment(this.#options, order, context).run();
          if (last) {
            context.step(last.step);
            context.setResult({ aid, ...(await last.run(made, context)) });
          }
        } catch (error) {
          throw this.#ending.failed(uid, aid, error, context);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    });
  }

  async #newFolder(): Promise<string> {
    const folder = join(this.#options.directory, randomBytes(8).toString('hex'));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
}

/** The first error is the answer, in the words of ConPaaS 2.1; all of them are its detail. */
function refusal(text: string, problems: readonly ManifestProblem[]): ConpaasError {
  if (text.trim() === '') return new ConpaasError('MANIFEST_REQUIRED');
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) throw new ConpaasError('INTERNAL', { why: 'a manifest was refused without a reason' });
  const { line, column, field, message } = first;
  const syntax = /^Error parsing json: (.*)$/.exec(message)?.[1];
  if (syntax !== undefined) return new ConpaasError('MANIFEST_SYNTAX', { line, column, problem: syntax });
  const count = errors.length === 1 ? 'There is no other error' : `There are ${errors.length} errors`;
  const detail = errors.map((one) => `${one.line}:${one.column} ${one.field}: ${one.message}`).join('\n');
  return new ConpaasError(
    'MANIFEST_INVALID',
    { problem: message, line, column, field: field || 'the manifest', problems: count },
    { detail },
  );
}
