import { z } from 'zod';
import { importReport } from '../check.ts';
import { defineRoutes, started } from '../route.ts';

/** Looking whether the Director works as it should, and taking over an older one's settings. */
export const checksRoutes = defineRoutes({
  startChecks: {
    method: 'POST',
    path: '/api/checks',
    audience: 'administrator',
    summary: 'Look for what is wrong with this Director; the result has the checks (see the schema Check)',
    ...started,
  },
  importConfiguration: {
    method: 'POST',
    path: '/api/settings/import',
    audience: 'administrator',
    summary: 'Take over a director.cfg of ConPaaS 2.1, or only tell what would be taken',
    body: z.object({ text: z.string().max(200_000), apply: z.boolean().default(false) }),
    response: importReport,
  },
});
