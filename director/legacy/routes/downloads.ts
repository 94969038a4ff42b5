import { Readable } from 'node:stream';
import type { LegacyDomain } from '../domain.ts';
import { type LegacyRoute, publicRoute } from '../route.ts';

/** Files that instances and importers fetch, without a certificate (reference §2.3). */
export function downloadRoutes({ codeBundle, offeredFiles }: LegacyDomain): LegacyRoute[] {
  return [
    publicRoute('GET /download/ConPaaS.tar.gz', async () => ({
      bytes: await codeBundle.read(),
      type: 'application/gzip',
    })),
    publicRoute('GET /download_data/:fileid', async ({ params }) => {
      const open = offeredFiles.find(params.fileid ?? '');
      return { stream: open ? await open() : Readable.from([]), type: 'application/octet-stream' };
    }),
  ];
}
