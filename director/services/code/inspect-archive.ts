import type { ServiceHost } from '../service-type.ts';
import type { InspectArchive } from './code-store.ts';

/** Looks through archives within the limits of the manager. Loaded when it is needed: most managers never see an upload. */
export function inspectArchive({ configuration }: ServiceHost): InspectArchive {
  return async (path, filename) => {
    const { inspect } = await import('../../archives/inspect.ts');
    const { archiveLimitBytes: bytes, archiveLimitFiles: files } = configuration;
    const found = await inspect(path, filename, { bytes, files });
    return { files: found.files, subfolder: found.subfolder, filetype: found.format === 'zip' ? 'zip' : 'tar' };
  };
}
