import { ConpaasError } from '../../contract/errors.ts';
import { serviceDefinition } from '../../services/definitions.ts';
import type { LegacyDomain } from '../domain.ts';
import { listingObject } from '../objects.ts';
import { LegacyError } from '../refusals.ts';
import { type LegacyRoute, numberIn, userRoute } from '../route.ts';
import { settled } from '../settled.ts';
import { integerOf, type Values } from '../values.ts';
import { nameOf } from './applications.ts';

/** Which service is meant. @throws LegacyError */
function placeOf(values: Values): { aid: number; sid: number } {
  const [aid, sid] = [integerOf(values.get('app_id')), integerOf(values.get('service_id'))];
  if (aid === undefined || sid === undefined) throw new LegacyError('Bad specification of application or service IDs');
  return { aid, sid };
}

/** Gives a text of ConPaaS 2.1 to a failure that has another one in ours. */
function renamed(thrown: unknown, texts: Partial<Record<ConpaasError['code'], string>>): unknown {
  const text = thrown instanceof ConpaasError ? texts[thrown.code] : undefined;
  return text === undefined ? thrown : new LegacyError(text);
}

/** Reference §2.4. */
export function serviceRoutes(domain: LegacyDomain): LegacyRoute[] {
  const { applications, clouds, operations, services } = domain;
  const listing = (uid: number, aid: number) => {
    const application = applications.get(uid, aid);
    return services.list(uid, aid).map((service) => listingObject(service, application, clouds));
  };
  return [
    userRoute('POST /add/:servicetype', async ({ user: { uid }, params, values }) => {
      const wanted = values.get('appid');
      const aid = wanted ? integerOf(wanted) : applications.list(uid)[0]?.aid;
      if (aid === undefined && !wanted) throw new LegacyError('No existing applications');
      const { type } = serviceDefinition(params.servicetype ?? '');
      const unknown = { APPLICATION_NOT_FOUND: `Application ${wanted} not found.` };
      try {
        const service = await services.add(uid, aid ?? 0, type);
        return { json: listingObject(service, applications.get(uid, service.aid), clouds) };
      } catch (thrown) {
        throw renamed(thrown, unknown);
      }
    }),
    userRoute('POST /rename', async ({ user, values }) => {
      const { aid, sid } = placeOf(values);
      const name = nameOf(values);
      const unknown = 'Invalid service_id';
      try {
        services.rename(user.uid, aid, sid, name);
      } catch (thrown) {
        throw renamed(thrown, { APPLICATION_NOT_FOUND: unknown, SERVICE_NOT_FOUND: unknown });
      }
      return { json: {} };
    }),
    userRoute('POST /remove', async ({ user, values, signal }) => {
      const { aid, sid } = placeOf(values);
      await settled(operations, services.remove(user.uid, aid, sid), signal);
      return { json: {} };
    }),
    userRoute('GET POST /list', async ({ user: { uid } }) => ({
      json: applications.list(uid).flatMap(({ aid }) => listing(uid, aid)),
    })),
    userRoute(`GET POST /list/${numberIn('appid')}`, async ({ user, params }) => ({
      json: listing(user.uid, Number(params.appid)),
    })),
  ];
}
