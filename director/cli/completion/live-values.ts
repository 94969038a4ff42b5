import type { Client } from '../../contract/client.ts';
import type { Service } from '../../contract/service.ts';
import type { Completable } from '../definition.ts';
import { findApplication, findService } from '../resolve.ts';
import type { Candidate } from './candidate.ts';
import type { Position } from './position.ts';

/** Arguments before the word, and the services that count in the group. */
interface Context {
  client: Client;
  given: Position['given'];
  /** Of a typed group. */
  type: string | undefined;
}

/** The id where the name stands for several things, or would be taken for an id. */
function nameOrId(name: string, id: number, all: readonly string[]): string {
  const isClear = !/^[+-]?\d+$/.test(name) && all.filter((each) => each === name).length === 1;
  return isClear ? name : String(id);
}

async function applications({ client }: Context): Promise<Candidate[]> {
  const all = await client.listApplications();
  const names = all.map(({ name }) => name);
  return all.map(({ aid, name, state }) => ({ value: nameOrId(name, aid, names), description: state }));
}

const applicationBefore = ({ client, given }: Context) => findApplication(client, given.get('app_name_or_id') ?? '');

async function services(context: Context): Promise<Service[]> {
  const { aid } = await applicationBefore(context);
  const all = await context.client.listServices({ params: { aid } });
  return all.filter(({ type }) => context.type === undefined || type === context.type);
}

async function serviceNames(context: Context): Promise<Candidate[]> {
  const all = await services(context);
  const names = all.map(({ name }) => name);
  return all.map(({ sid, name, type, state }) => ({
    value: nameOrId(name, sid, names),
    description: `${type} ${state}`,
  }));
}

async function serviceBefore(context: Context): Promise<Service> {
  const { aid } = await applicationBefore(context);
  return findService(context.client, aid, context.given.get('serv_name_or_id') ?? '', context.type);
}

async function codeVersions(context: Context): Promise<Candidate[]> {
  const { aid, sid } = await serviceBefore(context);
  const versions = await context.client.listCodeVersions({ params: { aid, sid } });
  return versions.map(({ codeVersionId, filename }) => ({ value: codeVersionId, description: filename }));
}

async function nodes(context: Context): Promise<Candidate[]> {
  const of = context.given.has('serv_name_or_id') ? [await serviceBefore(context)] : await services(context);
  const all = await Promise.all(of.map(({ aid, sid }) => context.client.listNodes({ params: { aid, sid } })));
  return all.flat().map(({ id, roles, address }) => ({ value: id, description: `${roles.join(' ')} ${address}` }));
}

async function volumes(context: Context): Promise<Candidate[]> {
  const { aid } = await applicationBefore(context);
  const all = await context.client.listVolumes({ params: { aid } });
  return all.map(({ name, size }) => ({ value: name, description: `${size} MB` }));
}

const sources: Readonly<Record<Exclude<Completable, 'file'>, (context: Context) => Promise<Candidate[]>>> = {
  application: applications,
  service: serviceNames,
  'service type': async ({ client }) =>
    (await client.listServiceTypes()).map(({ type, title }) => ({ value: type, description: title })),
  cloud: async ({ client }) =>
    (await client.listClouds()).map(({ name, title }) => ({ value: name, description: title })),
  'code version': codeVersions,
  node: nodes,
  volume: volumes,
  user: async ({ client }) =>
    (await client.listUsers()).map(({ username, email }) => ({ value: username, description: email })),
  sample: async ({ client }) =>
    (await client.listSamples()).map(({ name, title }) => ({ value: name, description: title })),
  task: async ({ client }) =>
    (await client.listOperations({ query: {} })).map(({ id, title, state }) => ({
      value: id,
      description: `${title} (${state})`,
    })),
};

/**
 * What the Director knows that a word can be.
 * @throws ConpaasError as the client, and where the words before name nothing
 */
export function liveValues(
  what: Exclude<Completable, 'file'>,
  client: Client,
  { given, group }: Pick<Position, 'given' | 'group'>,
): Promise<Candidate[]> {
  const type = group === undefined || group.name === 'service' ? undefined : group.name;
  return sources[what]({ client, given, type });
}
