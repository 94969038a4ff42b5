import type { Application } from '../contract/application.ts';
import type { Client } from '../contract/client.ts';
import { ConpaasError, type ErrorCode } from '../contract/errors.ts';
import type { Service } from '../contract/service.ts';
import type { Call } from './call.ts';

/** The codes of the Director with the texts of reference §14.1. */
const unknown = (code: ErrorCode, message: string) => Object.assign(new ConpaasError(code), { message });

/** An argument that is a whole number is an id, anything else a name. */
const idOf = (nameOrId: string): number | undefined => (/^[+-]?\d+$/.test(nameOrId) ? Number(nameOrId) : undefined);

/** @throws ConpaasError APPLICATION_NOT_FOUND, also when several have the name */
export async function findApplication(client: Client, nameOrId: string): Promise<Application> {
  const applications = await client.listApplications();
  if (applications.length === 0) throw unknown('APPLICATION_NOT_FOUND', 'No existing applications.');
  const id = idOf(nameOrId);
  const matching = applications.filter(({ aid, name }) => (id === undefined ? name === nameOrId : aid === id));
  const [found] = matching;
  if (found === undefined)
    throw unknown(
      'APPLICATION_NOT_FOUND',
      id === undefined ? `Unknown application name '${nameOrId}'` : `Unknown application id ${id}`,
    );
  if (matching.length > 1)
    throw unknown('APPLICATION_NOT_FOUND', `${matching.length} applications match the application name '${nameOrId}'`);
  return found;
}

/**
 * The first service of the application that the name or id means.
 * @param type only services of this type count, and the error says so
 * @throws ConpaasError SERVICE_NOT_FOUND
 */
export async function findService(client: Client, aid: number, nameOrId: string, type?: string): Promise<Service> {
  const id = idOf(nameOrId);
  const services = await client.listServices({ params: { aid } });
  const found = services.find(
    (service) =>
      (type === undefined || service.type === type) &&
      (id === undefined ? service.name === nameOrId : service.sid === id),
  );
  if (found) return found;
  const what = id === undefined ? `Unknown service name '${nameOrId}'` : `Unknown service id ${id}`;
  const ofType = type === undefined ? '' : ` of type ${type}.`;
  throw Object.assign(new ConpaasError('SERVICE_NOT_FOUND', { aid, sid: id ?? 0 }), {
    message: `${what} in application ${aid}${ofType}`,
  });
}

/** The application of the argument "app_name_or_id". */
export async function applicationOf(call: Call): Promise<Application> {
  return findApplication(await call.session.client(), call.argument('app_name_or_id'));
}

/** The service of the arguments "app_name_or_id" and "serv_name_or_id". */
export async function serviceOf(call: Call, type?: string): Promise<Service> {
  const { aid } = await applicationOf(call);
  return findService(await call.session.client(), aid, call.argument('serv_name_or_id'), type);
}
