import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { applicationName } from '../../contract/application.ts';
import { parsePart } from '../../contract/parse-part.ts';
import type { LegacyDomain } from '../domain.ts';
import { applicationObject } from '../objects.ts';
import { type LegacyInput, type LegacyRoute, numberIn, userRoute } from '../route.ts';
import { settled } from '../settled.ts';
import type { Values } from '../values.ts';

const named = z.object({ name: applicationName });
/** @throws ConpaasError NAME_REQUIRED, NAME_TOO_LONG */
export const nameOf = (values: Values): string => parsePart(named, 'body', { name: values.get('name') }).name;

const aidOf = ({ params }: LegacyInput): number => Number(params.appid);

/** Reference §2.4. */
export function applicationRoutes(domain: LegacyDomain): LegacyRoute[] {
  const { applications, clouds, operations } = domain;
  const start = userRoute(`POST /startapp/${numberIn('appid')}`, async (input) => {
    applications.start(input.user.uid, aidOf(input), input.params.cloud);
    // Its work begins right after: who asks for the state from now on must not see the one from before.
    await nextTurn();
    return { json: {} };
  });
  return [
    userRoute('POST /createapp', async ({ user, values }) => ({
      json: applicationObject(applications.create(user.uid, nameOf(values)), clouds),
    })),
    start,
    { ...start, path: `${start.path}/:cloud` },
    userRoute(`POST /stopapp/${numberIn('appid')}`, async (input) => {
      await settled(operations, applications.stop(input.user.uid, aidOf(input)), input.signal);
      return { json: {} };
    }),
    userRoute(`POST /deleteapp/${numberIn('appid')}`, async (input) => {
      await settled(operations, applications.delete(input.user.uid, aidOf(input)), input.signal);
      return { json: {} };
    }),
    userRoute(`POST /renameapp/${numberIn('appid')}`, async (input) => {
      applications.rename(input.user.uid, aidOf(input), nameOf(input.values));
      return { json: {} };
    }),
    userRoute('GET POST /listapp', async ({ user }) => ({
      json: applications.list(user.uid).map((application) => applicationObject(application, clouds)),
    })),
  ];
}
