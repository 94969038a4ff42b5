import type { Readable } from 'node:stream';
import { z } from 'zod';
import { type CodeVersion, type Configuration, codeVersion } from '../contract/code.ts';
import type { Environment } from '../contract/environment.ts';
import type { WireClient } from '../wire/client.ts';
import type { Services } from './services.ts';

/** For clients of ConPaaS 2.1 the wire says `time` in seconds, beside `created` as an ISO time, and `current` only of the one that is. */
const wireVersion = codeVersion
  .omit({ time: true })
  .extend({ created: z.iso.datetime(), current: z.boolean().default(false) })
  .transform(({ created, ...version }): CodeVersion => ({ ...version, time: created }));
const versions = z.object({ codeVersions: z.array(wireVersion) });
const configured = z.object({ codeVersionId: z.string().nullable(), phpconf: z.record(z.string(), z.string()) });

const environmentAnswer = z.object({
  environment: z.record(
    z.string(),
    z.object({ value: z.string().nullable(), generated: z.int().nullable(), provided: z.boolean() }),
  ),
});
/** What a service's code finds in its environment. The values of secrets that were made for it stay with its manager: null. */
export type ShownEnvironment = z.infer<typeof environmentAnswer>['environment'];

/** Code versions and settings of services; they are kept by the manager, here they only pass through. */
export class Code {
  readonly #services: Services;
  readonly #client: WireClient;

  constructor(services: Services, client: WireClient) {
    this.#services = services;
    this.#client = client;
  }

  /** Newest first. */
  async list(uid: number, aid: number, sid: number): Promise<CodeVersion[]> {
    const connection = this.#services.connection(uid, aid, sid);
    return versions.parse(await connection.call(sid, 'GET', 'list_code_versions')).codeVersions;
  }

  /** Streams an archive to the manager, which checks it. @throws ARCHIVE_*, UPLOAD_CUT, STORAGE_FULL */
  async upload(
    uid: number,
    aid: number,
    sid: number,
    archive: { filename: string; description: string; stream: Readable },
    signal?: AbortSignal,
  ): Promise<CodeVersion> {
    const connection = this.#services.connection(uid, aid, sid);
    const { filename, description, stream } = archive;
    const answer = await this.#client.upload(
      connection.place,
      sid,
      'upload_code_version',
      { description },
      { name: 'code', filename, stream },
      { ...connection.peer, signal },
    );
    return wireVersion.parse(answer);
  }

  download(uid: number, aid: number, sid: number, codeVersionId: string) {
    const connection = this.#services.connection(uid, aid, sid);
    return this.#client.download(connection.place, sid, 'download_code_version', { codeVersionId }, connection.peer);
  }

  async delete(uid: number, aid: number, sid: number, codeVersionId: string): Promise<void> {
    await this.#services.connection(uid, aid, sid).call(sid, 'POST', 'delete_code_version', { codeVersionId });
  }

  async lift(uid: number, aid: number, sid: number, codeVersionId: string, lifted: boolean): Promise<CodeVersion> {
    const connection = this.#services.connection(uid, aid, sid);
    const answer = await connection.call(sid, 'POST', 'lift_code_version', { codeVersionId, lifted });
    return z.object({ codeVersion: wireVersion }).parse(answer).codeVersion;
  }

  async configuration(uid: number, aid: number, sid: number): Promise<Configuration> {
    const connection = this.#services.connection(uid, aid, sid);
    const { codeVersionId, phpconf } = configured.parse(await connection.call(sid, 'GET', 'get_configuration'));
    return { codeVersionId, values: phpconf };
  }

  async environment(uid: number, aid: number, sid: number): Promise<ShownEnvironment> {
    const connection = this.#services.connection(uid, aid, sid);
    return environmentAnswer.parse(await connection.call(sid, 'GET', 'get_environment')).environment;
  }

  /** Replaces the whole environment of a service that does not run; it is kept for its start. @throws ENVIRONMENT_INVALID */
  async keepEnvironment(uid: number, aid: number, sid: number, environment: Environment): Promise<void> {
    await this.#services.connection(uid, aid, sid).call(sid, 'POST', 'update_environment', { environment });
  }

  /** Replaces the script that new nodes run before they start; an empty one takes it away. */
  async uploadStartupScript(uid: number, aid: number, sid: number, stream: Readable): Promise<void> {
    const { place, peer } = this.#services.connection(uid, aid, sid);
    const file = { name: 'script', filename: 'startup.sh', stream };
    await this.#client.upload(place, 0, 'upload_startup_script', { sid: String(sid) }, file, peer);
  }
}
