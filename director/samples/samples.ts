import { setTimeout as delay } from 'node:timers/promises';
import type { Applications } from '../applications/applications.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import type { Service } from '../contract/service.ts';
import type { Sample } from '../contract/system.ts';
import type { DeploymentKind, Manifests } from '../manifests/manifests.ts';
import type { OperationContext, Operations } from '../operations/operations.ts';
import { serviceDefinition } from '../services/definitions.ts';
import type { SampleCatalogue } from './catalogue.ts';

export interface SamplesOptions {
  catalogue: SampleCatalogue;
  manifests: Pick<Manifests, 'deployAs'>;
  applications: Pick<Applications, 'runDelete'>;
  operations: Operations;
}

const answerLimitMs = 20_000;
/** Where visitors of a site come. */
const sitePort = 80;

/** Makes running applications out of the catalogue, as one operation from nothing to a page that answers. */
export class Samples {
  readonly #options: SamplesOptions;

  constructor(options: SamplesOptions) {
    this.#options = options;
    options.operations.onRecover('sample.deploy', (_operation, context) => this.#recover(context));
  }

  async list(): Promise<Sample[]> {
    const samples = await this.#options.catalogue.list();
    return samples.map(({ name, title, description, serviceType, picture }) => ({
      name,
      title,
      description,
      serviceType,
      picture,
    }));
  }

  /** The result has aid and sid, and the url of its site where it has one. @throws SAMPLE_NOT_FOUND, INSUFFICIENT_CREDITS */
  async deploy(uid: number, name: string): Promise<Operation> {
    const { catalogue, manifests } = this.#options;
    const { files, manifest, serviceType } = await catalogue.get(name);
    return manifests.deployAs({ kind: 'sample.deploy', last: lastOf(serviceType) }, uid, manifest, undefined, files);
  }

  /** A sample that was half made is of no use to anybody: it is taken away. */
  async #recover(context: OperationContext): Promise<void> {
    const { aid } = context.data;
    if (typeof aid === 'number') await this.#options.applications.runDelete(aid, context);
    throw new ConpaasError('OPERATION_INTERRUPTED');
  }
}

/** A sample is ready when its first service can be used. */
function lastOf(type: string): NonNullable<DeploymentKind['last']> {
  const hasSite = serviceDefinition(type).roles.some(({ port }) => port === sitePort);
  return {
    step: hasSite ? 'Ask for the page' : 'Look at the service',
    async run(services: readonly Service[], { signal }: OperationContext) {
      const [first] = services;
      if (first?.state !== 'RUNNING') throw new ConpaasError('INTERNAL', { why: 'the service does not run' });
      if (hasSite && first.url === null)
        throw new ConpaasError('INTERNAL', { why: 'the service runs but has no address' });
      if (first.url !== null) await answered(first.url, signal);
      return { sid: first.sid, url: first.url };
    },
  };
}

/** Waits until the page answers with success. @throws INSTANCE_NO_ANSWER */
async function answered(url: string, signal: AbortSignal): Promise<void> {
  let why = '';
  for (const end = Date.now() + answerLimitMs; Date.now() < end; await delay(100, undefined, { signal })) {
    try {
      const answer = await fetch(url, { signal, redirect: 'manual' });
      await answer.body?.cancel();
      if (answer.status < 400) return;
      why = `HTTP status ${answer.status}`;
    } catch (error) {
      signal.throwIfAborted();
      why = error instanceof Error ? error.message : String(error);
    }
  }
  throw new ConpaasError(
    'INSTANCE_NO_ANSWER',
    { kind: 'page', name: url, seconds: answerLimitMs / 1000 },
    { detail: why },
  );
}
