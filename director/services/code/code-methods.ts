import { createReadStream } from 'node:fs';
import { ConpaasError } from '../../contract/errors.ts';
import { FileAnswer, type Method, method, type UploadedFile } from '../../wire/method.ts';
import { boolean, optional, text, uploadedFile } from '../../wire/parameters.ts';
import type { ServiceHost } from '../service-type.ts';
import type { CodeStore } from './code-store.ts';
import type { KeptVersion } from './kept-version.ts';

/** What a service with code versions does; the rest is the same for all types. */
export interface CodeService {
  readonly code: CodeStore;
  readonly settings: { readonly current: string | null };
  readonly host: Pick<ServiceHost, 'authorizedKeys'>;
  upload(file: UploadedFile, description: string): Promise<KeptVersion>;
  /** @throws CODE_VERSION_NOT_FOUND, CODE_VERSION_ACTIVE */
  deleteVersion(id: string): Promise<void>;
  /** Uses a version from its only folder, or from its top again. */
  lift(id: string, lifted: boolean): Promise<KeptVersion>;
  /** A running service is ADAPTING when this resolves; one that is not keeps it for its next start. */
  enable(id: string): Promise<void>;
}

/**
 * As the wire shows a version: all of the contract's CodeVersion, but for clients of ConPaaS 2.1 `time` in seconds, and `current` only
 * where it is true, as they look whether it is there.
 */
function wireVersion({ filetype: _filetype, ...version }: KeptVersion, current: string | null) {
  const time = Date.parse(version.created) / 1000;
  return { ...version, time, ...(version.codeVersionId === current ? { current: true } : {}) };
}

/** Reference §8.3, without git. */
export function codeMethods(service: CodeService): Method[] {
  const { code, settings } = service;
  const keys = service.host.authorizedKeys;
  return [
    method('GET', 'list_code_versions', {}, async () => ({
      codeVersions: code.list().map((version) => wireVersion(version, settings.current)),
    })),
    method(
      'UPLOAD',
      'upload_code_version',
      { code: uploadedFile(), description: optional(text(), '') },
      async ({ code: file, description }) => wireVersion(await service.upload(file, description), settings.current),
    ),
    method('GET', 'download_code_version', { codeVersionId: optional(text()) }, async ({ codeVersionId }) => {
      const id = codeVersionId ?? settings.current;
      if (id === null) throw new ConpaasError('CODE_VERSION_NONE');
      const version = code.get(id);
      return new FileAnswer(version.filename, version.size, () => createReadStream(code.archive(version)));
    }),
    method('POST', 'delete_code_version', { codeVersionId: text() }, async ({ codeVersionId }) => {
      await service.deleteVersion(codeVersionId);
      return {};
    }),
    method('POST', 'lift_code_version', { codeVersionId: text(), lifted: boolean() }, async (parameters) => ({
      codeVersion: wireVersion(await service.lift(parameters.codeVersionId, parameters.lifted), settings.current),
    })),
    method('POST', 'enable_code', { codeVersionId: text() }, async ({ codeVersionId }) => {
      await service.enable(codeVersionId);
      return {};
    }),
    method('GET', 'list_authorized_keys', {}, async () => ({ authorizedKeys: await keys.list() })),
    method('UPLOAD', 'upload_authorized_key', { key: uploadedFile() }, async ({ key }) => {
      const added = await keys.add(key.path);
      return { outcome: `${added} keys added to authorized_keys`, added };
    }),
  ];
}
