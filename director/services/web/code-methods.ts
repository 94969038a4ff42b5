import { createReadStream } from 'node:fs';
import { ConpaasError } from '../../contract/errors.ts';
import { FileAnswer, type Method, method } from '../../wire/method.ts';
import { boolean, optional, text, uploadedFile } from '../../wire/parameters.ts';
import type { WebServiceManager } from './web-manager.ts';
import type { KeptVersion } from './web-settings.ts';

/** As the wire shows a version: all of the contract's CodeVersion, but `time` in seconds as clients of ConPaaS 2.1 expect. */
function wireVersion({ filetype: _filetype, ...version }: KeptVersion, current: string | null) {
  const time = Date.parse(version.created) / 1000;
  return { ...version, time, current: version.codeVersionId === current };
}

/** Reference §8.3, without git. */
export function codeMethods(service: WebServiceManager): Method[] {
  const { code, settings } = service;
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
      await service.reconfigure({ codeVersionId });
      return {};
    }),
  ];
}
