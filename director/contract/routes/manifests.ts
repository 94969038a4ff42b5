import { z } from 'zod';
import { manifestCheck } from '../manifest-check.ts';
import { applicationParameters, defineRoutes, started } from '../route.ts';

const text = z.string().max(1_000_000);
const cloud = z.string().max(128).optional();

/** Applications described by a file (reference §13). */
export const manifestsRoutes = defineRoutes({
  getManifestSchema: {
    method: 'GET',
    path: '/api/manifest-schema.json',
    audience: 'public',
    summary: 'JSON Schema of manifests',
    response: z.record(z.string(), z.unknown()),
  },
  checkManifest: {
    method: 'POST',
    path: '/api/manifests/check',
    audience: 'user',
    summary: 'What a manifest would make, and where it is wrong; nothing is made',
    body: z.object({ manifest: text, cloud }),
    response: manifestCheck,
  },
  deployManifest: {
    method: 'POST',
    path: '/api/manifests',
    audience: 'user',
    summary: 'Make the application that a manifest describes; the result has its aid',
    body: z.object({ manifest: text, cloud }),
    ...started,
  },
  deployManifestBundle: {
    method: 'POST',
    path: '/api/manifests/bundle',
    audience: 'user',
    summary: 'The same from an archive with manifest.json and the files it names (the body is the archive)',
    query: z.object({ filename: z.string().min(1).max(255), cloud }),
    request: 'file',
    ...started,
  },
  exportManifest: {
    method: 'GET',
    path: '/api/applications/:aid/manifest',
    audience: 'user',
    summary: 'The manifest of an application; the files it names are in the bundle',
    params: applicationParameters,
    answers: 'text',
  },
  exportManifestBundle: {
    method: 'GET',
    path: '/api/applications/:aid/manifest-bundle',
    audience: 'user',
    summary: 'An archive with the manifest, code and scripts that recreates an application',
    params: applicationParameters,
    answers: 'file',
  },
});
