import { z } from 'zod';
import { codeVersion, configuration } from '../code.ts';
import { defineRoutes, serviceParameters, servicePath, started } from '../route.ts';

const version = serviceParameters.extend({ version: z.string() });

/** Code versions and settings of services. */
export const codeRoutes = defineRoutes({
  listCodeVersions: {
    method: 'GET',
    path: `${servicePath}/code-versions`,
    audience: 'user',
    summary: 'Code versions, newest first',
    params: serviceParameters,
    response: z.array(codeVersion),
  },
  uploadCodeVersion: {
    method: 'POST',
    path: `${servicePath}/code-versions`,
    audience: 'user',
    summary: 'Upload an archive (the body is the file)',
    params: serviceParameters,
    query: z.object({ filename: z.string().min(1).max(255), description: z.string().max(1000).optional() }),
    request: 'file',
    response: codeVersion,
    status: 201,
  },
  downloadCodeVersion: {
    method: 'GET',
    path: `${servicePath}/code-versions/:version/archive`,
    audience: 'user',
    summary: 'The archive as it was uploaded',
    params: version,
    answers: 'file',
  },
  liftCodeVersion: {
    method: 'POST',
    path: `${servicePath}/code-versions/:version/lift`,
    audience: 'user',
    summary: "Serve the archive's only subfolder as the root",
    params: version,
    body: z.object({ lifted: z.boolean() }),
    response: codeVersion,
  },
  enableCodeVersion: {
    method: 'POST',
    path: `${servicePath}/code-versions/:version/enable`,
    audience: 'user',
    summary: 'Serve this version',
    params: version,
    ...started,
  },
  deleteCodeVersion: {
    method: 'DELETE',
    path: `${servicePath}/code-versions/:version`,
    audience: 'user',
    summary: 'Delete a version',
    params: version,
    status: 204,
  },
  getConfiguration: {
    method: 'GET',
    path: `${servicePath}/configuration`,
    audience: 'user',
    summary: 'Settings of the service',
    params: serviceParameters,
    response: configuration,
  },
  updateConfiguration: {
    method: 'PATCH',
    path: `${servicePath}/configuration`,
    audience: 'user',
    summary: 'Change settings',
    params: serviceParameters,
    body: z.object({ values: z.record(z.string(), z.string()) }),
    ...started,
  },
});
