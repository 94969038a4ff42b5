import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Applications } from '../applications/applications.ts';
import { startSteps } from '../applications/applications.ts';
import type { Code } from '../applications/code.ts';
import type { Services } from '../applications/services.ts';
import type { Clouds } from '../clouds/clouds.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import type { Sample } from '../contract/system.ts';
import type { OperationContext, Operations } from '../operations/operations.ts';
import type { CataloguedSample, SampleCatalogue } from './catalogue.ts';

export interface SamplesOptions {
  catalogue: SampleCatalogue;
  applications: Applications;
  services: Services;
  code: Code;
  clouds: Clouds;
  operations: Operations;
  /** Packs a folder as a tar archive. */
  pack: (directory: string) => Readable;
}

/** Seconds. */
const timeLimit = 300;
const answerLimitMs = 20_000;

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

  async deploy(uid: number, name: string): Promise<Operation> {
    const { applications, catalogue, operations } = this.#options;
    const sample = await catalogue.get(name);
    const application = applications.create(uid, applications.freeName(uid, sample.title));
    return operations.start({
      kind: 'sample.deploy',
      title: `Deploy "${application.name}"`,
      uid,
      aid: application.aid,
      sid: null,
      timeLimit,
      steps: [...startSteps, 'Upload the code', 'Start the service', 'Ask for the page'],
      data: { aid: application.aid },
      run: (context) => this.#run(uid, application.aid, sample, context),
    });
  }

  async #run(uid: number, aid: number, sample: CataloguedSample, context: OperationContext): Promise<void> {
    const { applications, clouds, code, services } = this.#options;
    const cloud = clouds.default().name;
    await applications.runStart(aid, cloud, context);
    context.step('Upload the code');
    const { sid } = await services.add(uid, aid, sample.serviceType, sample.serviceName);
    context.setResult({ aid, sid });
    const filename = `${sample.name}.tar`;
    const archive = { filename, description: sample.title, stream: this.#options.pack(sample.codeDirectory) };
    const version = await code.upload(uid, aid, sid, archive, context.signal);
    await services.keepCode(aid, sid, version.codeVersionId);
    context.step('Start the service');
    await services.runStart(aid, sid, cloud, context, { from: 60, to: 80 });
    context.step('Ask for the page');
    const { url } = services.get(uid, aid, sid);
    if (url === null) throw new ConpaasError('INTERNAL', { why: 'the service runs but has no address' });
    await answered(url, context.signal);
    context.setResult({ aid, sid, url });
  }

  /** A sample that was half made is of no use to anybody: it is taken away. */
  async #recover(context: OperationContext): Promise<void> {
    const { aid } = context.data;
    if (typeof aid === 'number') await this.#options.applications.runDelete(aid, context);
    throw new ConpaasError('OPERATION_INTERRUPTED');
  }
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
