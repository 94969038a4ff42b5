import { ConpaasError } from '../../contract/errors.ts';
import type { LegacyDomain } from '../domain.ts';
import { exportedManifest } from '../exported-manifest.ts';
import { LegacyError } from '../refusals.ts';
import { type LegacyRoute, numberIn, userRoute } from '../route.ts';
import { settled } from '../settled.ts';

/** Reference §2.4 and §13. */
export function manifestRoutes(domain: LegacyDomain): LegacyRoute[] {
  const { manifests, operations } = domain;
  return [
    userRoute('POST /upload_manifest', async ({ user: { uid }, values, signal }) => {
      const text = values.get('manifest') ?? '';
      const cloud = values.get('cloud') || undefined;
      const operation = await manifests.deploy(uid, text, cloud);
      const { plan } = await manifests.check(uid, text, cloud);
      if (plan?.services.length === 0) return { json: {} };
      if (!values.get('thread')) await settled(operations, operation, signal);
      return { json: { aid: operation.aid } };
    }),
    userRoute(`POST /download_manifest/${numberIn('appid')}`, async ({ user, params }) => {
      try {
        return { json: await exportedManifest(domain, user.uid, Number(params.appid)) };
      } catch (thrown) {
        if (thrown instanceof ConpaasError && thrown.code === 'APPLICATION_NOT_FOUND')
          throw new LegacyError(`The appid ${params.appid} does not exist`);
        throw thrown;
      }
    }),
  ];
}
