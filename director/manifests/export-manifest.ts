import { Readable } from 'node:stream';
import type { Applications } from '../applications/applications.ts';
import type { Code } from '../applications/code.ts';
import type { Nodes } from '../applications/nodes.ts';
import type { Services } from '../applications/services.ts';
import type { Volumes } from '../applications/volumes.ts';
import type { CodeVersion } from '../contract/code.ts';
import type { Service } from '../contract/service.ts';
import { serviceDefinition } from '../services/definitions.ts';
import { manifestRules } from '../services/manifest-rules.ts';
import type { ManifestRules } from '../services/manifest-type.ts';
import type { ServiceDefinition } from '../services/service-type.ts';

export interface ExportParts {
  applications: Applications;
  services: Services;
  code: Code;
  nodes: Nodes;
  volumes: Volumes;
}

/** A file of the bundle, opened when its turn comes. */
export interface ExportedFile {
  path: string;
  open(): Promise<Readable>;
}

export interface Exported {
  text: string;
  files: readonly ExportedFile[];
}

type Fields = Record<string, unknown>;
interface Part {
  fields: Fields;
  files: ExportedFile[];
}

const notRead =
  'Exported while the application was stopped: code, scripts, settings, environment and numbers of nodes are kept by its manager and could not be read. Start the application and export again.';

/** What makes an application again: what can be read of it now, written as a manifest (reference §13.4; nothing is changed by it). */
export async function exportManifest(parts: ExportParts, uid: number, aid: number): Promise<Exported> {
  const { applications, services } = parts;
  const { name, manager } = applications.get(uid, aid);
  const list = services.list(uid, aid);
  const read =
    manager === null ? undefined : await Promise.all(list.map((service) => readService(parts, uid, service)));
  const described = list.map((service, index): Fields => {
    const { type, name: serviceName, cloud, state } = service;
    const running = state !== 'INIT' && state !== 'STOPPED';
    return {
      Type: type,
      ServiceName: serviceName,
      ...(cloud === null ? {} : { Cloud: cloud }),
      Start: running ? 1 : 0,
      ...read?.[index]?.fields,
    };
  });
  const manifest = {
    Application: name,
    ...(read === undefined && list.length > 0 ? { Description: notRead } : {}),
    Services: described,
  };
  return { text: `${JSON.stringify(manifest, undefined, 2)}\n`, files: read?.flatMap(({ files }) => files) ?? [] };
}

async function readService(parts: ExportParts, uid: number, service: Service): Promise<Part> {
  const definition = serviceDefinition(service.type);
  const rules = manifestRules(definition);
  const found = await Promise.all([
    readNodes(parts, uid, service, rules),
    readScript(parts, uid, service),
    definition.hasCode ? readCode(parts, uid, service, rules) : nothing,
    definition.configuration.length > 0 ? readConfiguration(parts, uid, service, definition) : nothing,
    rules.fields.includes('Environment') ? readEnvironment(parts, uid, service) : nothing,
    definition.hasVolumes ? readVolumes(parts, uid, service) : nothing,
  ]);
  return {
    fields: Object.assign({}, ...found.map(({ fields }) => fields)),
    files: found.flatMap(({ files }) => files),
  };
}

const nothing: Part = { fields: {}, files: [] };

async function readNodes(
  { nodes }: ExportParts,
  uid: number,
  { aid, sid }: Service,
  rules: ManifestRules,
): Promise<Part> {
  const list = await nodes.list(uid, aid, sid);
  if (list.length === 0) return nothing;
  const { totals, separate } = rules.wanted(list);
  const fields = { StartupInstances: totals, ...(separate.length === 0 ? {} : { SeparateRoles: separate }) };
  return { fields, files: [] };
}

async function readScript({ nodes }: ExportParts, uid: number, { aid, sid }: Service): Promise<Part> {
  const script = await nodes.startupScript(uid, aid, sid);
  if (script === '') return nothing;
  const path = `${folderOf(sid)}/startup.sh`;
  return { fields: { StartupScript: path }, files: [{ path, open: async () => Readable.from([script]) }] };
}

async function readCode({ code }: ExportParts, uid: number, service: Service, rules: ManifestRules): Promise<Part> {
  const { aid, sid } = service;
  const current = (await code.list(uid, aid, sid)).find((version) => version.current);
  // Every new service has this one by itself.
  if (!current || current.codeVersionId === 'code-default') return nothing;
  const path = `${folderOf(sid)}/${plainName(current)}`;
  const lifted = current.lifted && rules.fields.includes('LiftSubfolder');
  return {
    fields: { Archive: path, ...(lifted ? { LiftSubfolder: 1 } : {}) },
    files: [{ path, open: async () => (await code.download(uid, aid, sid, current.codeVersionId)).stream }],
  };
}

async function readConfiguration(
  { code }: ExportParts,
  uid: number,
  { aid, sid }: Service,
  { configuration }: ServiceDefinition,
): Promise<Part> {
  const { values } = await code.configuration(uid, aid, sid);
  const changed = configuration.flatMap(({ key, default: usual }) => {
    const value = values[key];
    return value === undefined || value === usual ? [] : [[key, value] as const];
  });
  return changed.length === 0 ? nothing : { fields: { Configuration: Object.fromEntries(changed) }, files: [] };
}

/** What was generated is exported as such and made anew; what other services told comes from them again. */
async function readEnvironment({ code }: ExportParts, uid: number, { aid, sid }: Service): Promise<Part> {
  const entries = Object.entries(await code.environment(uid, aid, sid)).flatMap(([name, entry]) => {
    if (entry.provided) return [];
    return [[name, entry.generated === null ? entry.value : { Generate: entry.generated }] as const];
  });
  return entries.length === 0 ? nothing : { fields: { Environment: Object.fromEntries(entries) }, files: [] };
}

/** Volumes by role of their node; what is on them is not part of a manifest. */
async function readVolumes({ nodes, volumes }: ExportParts, uid: number, { aid, sid }: Service): Promise<Part> {
  const list = await nodes.list(uid, aid, sid);
  const own = volumes.list(uid, aid).filter((volume) => volume.sid === sid);
  const described = own.map(({ name, size, agentId }) => {
    const role = list.find(({ id }) => id === agentId)?.roles[0];
    return { Name: name, Size: size, ...(role === undefined ? {} : { Role: role }) };
  });
  return described.length === 0 ? nothing : { fields: { Volumes: described }, files: [] };
}

function folderOf(sid: number): string {
  return `service-${sid}`;
}

/** A name that every system can unpack. */
function plainName({ filename, codeVersionId }: CodeVersion): string {
  const plain = filename.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^[.-]+/, '');
  return plain === '' ? codeVersionId : plain.slice(-100);
}
