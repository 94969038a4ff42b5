import { ConpaasError } from '../contract/errors.ts';
import type { ManifestService } from '../contract/manifest.ts';
import { mostNodesAtOnce } from '../contract/service.ts';
import { manifestRules } from '../services/manifest-rules.ts';
import type { ManifestRules, RoleCounts } from '../services/manifest-type.ts';
import type { ServiceDefinition } from '../services/service-type.ts';
import { sourceOf } from './address.ts';
import type { CheckContext } from './check-context.ts';
import type { CheckedService } from './checked-manifest.ts';
import type { Path } from './manifest-text.ts';
import type { Problems } from './read-object.ts';

const sources = ['Archive', 'StartupScript', 'Dump'] as const;

/** What one service of a manifest says, against the rules of its type. @returns undefined when it cannot be made */
export async function checkService(
  fields: ManifestService,
  definition: ServiceDefinition,
  path: Path,
  context: CheckContext,
  problems: Problems,
): Promise<CheckedService | undefined> {
  const rules = manifestRules(definition);
  const known: readonly string[] = rules.fields;
  for (const name of Object.keys(fields)) {
    if (!known.includes(name))
      problems.warn([...path, name], `A ${definition.type} service has no "${name}"; it is ignored`);
  }
  for (const name of sources) {
    const text = fields[name];
    if (text !== undefined && known.includes(name)) await checkSource(text, [...path, name], context, problems);
  }
  checkConfiguration(fields, definition, path, problems);
  checkVolumes(fields, definition, path, problems);
  const cloud = attempt(() => context.cloud(fields.Cloud ?? context.defaultCloud), [...path, 'Cloud'], problems);
  const additional = checkInstances(fields, definition, rules, path, problems);
  if (cloud === undefined || !additional) return undefined;
  const meaningful = Object.fromEntries(Object.entries(fields).filter(([name]) => known.includes(name)));
  return {
    definition,
    rules,
    cloud,
    additional,
    name: fields.ServiceName ?? `New ${definition.type} service`,
    fields: { ...meaningful, Type: fields.Type, Start: fields.Start },
  };
}

async function checkSource(text: string, path: Path, { files }: CheckContext, problems: Problems): Promise<void> {
  const source = sourceOf(text);
  if (source.kind === 'wrong') return problems.error(path, `"${text.slice(0, 200)}": ${source.why}`);
  if (source.kind === 'url') return;
  if (!files) {
    const hint =
      'Pack the manifest as manifest.json together with its files, and deploy the archive; or give an address.';
    return problems.error(path, `"${source.path}" is a file of a bundle, and this manifest came alone`, hint);
  }
  const found = await files.kind(source.path);
  if (found === undefined) problems.error(path, `The bundle has no file "${source.path}"`);
  else if (found === 'folder' && path.at(-1) !== 'Archive') problems.error(path, `"${source.path}" is a folder`);
}

function checkConfiguration(
  { Configuration = {} }: ManifestService,
  { configuration }: ServiceDefinition,
  path: Path,
  problems: Problems,
): void {
  if (configuration.length === 0) return;
  for (const [key, value] of Object.entries(Configuration)) {
    const known = configuration.find((one) => one.key === key);
    const place = [...path, 'Configuration', key];
    const keys = configuration.map((one) => one.key).join(', ');
    if (!known) report(new ConpaasError('CONFIGURATION_UNKNOWN', { key, keys }), place, problems);
    else if (!new RegExp(known.pattern).test(value))
      report(
        new ConpaasError('CONFIGURATION_INVALID', { key, value: value.slice(0, 200), form: known.form }),
        place,
        problems,
      );
  }
}

function checkVolumes(
  { Volumes = [], Start }: ManifestService,
  definition: ServiceDefinition,
  path: Path,
  problems: Problems,
): void {
  if (!definition.hasVolumes) return;
  const names = new Set<string>();
  for (const [index, { Name, Role }] of Volumes.entries()) {
    const place = [...path, 'Volumes', index];
    if (names.has(Name)) problems.error([...place, 'Name'], `Two volumes are called "${Name}"`);
    names.add(Name);
    if (Role !== undefined) checkRole(Role, definition, [...place, 'Role'], problems);
  }
  if (Volumes.length > 0 && !Start)
    problems.warn([...path, 'Volumes'], 'Volumes are made on nodes; as the service is not started, none is made');
}

function checkInstances(
  { StartupInstances: totals = {}, SeparateRoles: separate = [] }: ManifestService,
  definition: ServiceDefinition,
  rules: ManifestRules,
  path: Path,
  problems: Problems,
): RoleCounts | undefined {
  const place = [...path, 'StartupInstances'];
  const known = [
    ...Object.keys(totals).map((role) => checkRole(role, definition, [...place, role], problems)),
    ...separate.map((role, index) => checkRole(role, definition, [...path, 'SeparateRoles', index], problems)),
  ];
  if (known.includes(false)) return undefined;
  return attempt(
    () => {
      const counts = rules.additional({ totals, separate });
      const count = Object.values(counts).reduce((sum, one) => sum + one, 0);
      if (count > mostNodesAtOnce) throw new ConpaasError('NODES_INVALID', { count });
      return counts;
    },
    place,
    problems,
  );
}

function checkRole(role: string, { roles, type }: ServiceDefinition, path: Path, problems: Problems): boolean {
  const known = roles.map((one) => one.role);
  if (known.includes(role)) return true;
  report(new ConpaasError('NODE_ROLE_UNKNOWN', { role, type, roles: known.join(', ') }), path, problems);
  return false;
}

function attempt<T>(work: () => T, path: Path, problems: Problems): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConpaasError)) throw error;
    report(error, path, problems);
    return undefined;
  }
}

function report(error: ConpaasError, path: Path, problems: Problems): void {
  problems.error(path, error.message, error.hint);
}
