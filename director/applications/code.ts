import type { Readable } from 'node:stream';
import { z } from 'zod';
import { type CodeVersion, type Configuration, codeVersion } from '../contract/code.ts';
import type { WireClient } from '../wire/client.ts';
import type { Services } from './services.ts';

/** The wire says `time` in seconds, for clients of ConPaaS 2.1, and `created` as an ISO time. */
const wireVersion = codeVersion
  .omit({ time: true })
  .extend({ created: z.iso.datetime() })
  .transform(({ created, ...version }): CodeVersion => ({ ...version, time: created }));
const versions = z.object({ codeVersions: z.array(wireVersion) });
const configured = z.object({ codeVersionId: z.string().nullable(), phpconf: z.record(z.string(), z.string()) });

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

  /** Replaces the script that new nodes run before they start; an empty one takes it away. */
  async uploadStartupScript(uid: number, aid: number, sid: number, stream: Readable): Promise<void> {
    const { place, peer } = this.#services.connection(uid, aid, sid);
    const file = { name: 'script', filename: 'startup.sh', stream };
    await this.#client.upload(place, 0, 'upload_startup_script', { sid: String(sid) }, file, peer);
  }
}
