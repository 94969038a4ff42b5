import { ConpaasError } from '../contract/errors.ts';
import { type ManifestService, manifest, manifestLimits, manifestService } from '../contract/manifest.ts';
import type { ManifestProblem } from '../contract/manifest-check.ts';
import { serviceDefinition, serviceDefinitions } from '../services/definitions.ts';
import type { CheckContext } from './check-context.ts';
import { checkService } from './check-service.ts';
import type { CheckedManifest, CheckedService } from './checked-manifest.ts';
import { ManifestText } from './manifest-text.ts';
import { isRecord, Problems, readObject } from './read-object.ts';

const unnamed = 'New application';
const top = manifest.omit({ Services: true });

/**
 * Reads a manifest and finds everything that is wrong with it at once.
 * @returns the manifest when there is no error, though there may be warnings
 * @throws UNKNOWN_CLOUD for the cloud asked for with it
 */
export async function checkManifest(
  text: string,
  context: CheckContext,
): Promise<{ problems: ManifestProblem[]; manifest: CheckedManifest | null }> {
  const cloud = context.cloud(context.defaultCloud);
  const read = new ManifestText(text);
  const problems = new Problems(read);
  if (read.value === undefined) return { problems: problems.list, manifest: null };
  const fields = readObject(top, read.value, [], problems, ['Services', '$schema']);
  const services = await readServices(read.value, context, problems);
  const sorted = problems.list.toSorted((one, other) => one.line - other.line || one.column - other.column);
  if (problems.hasErrors || !fields) return { problems: sorted, manifest: null };
  return { problems: sorted, manifest: { application: fields.Application ?? unnamed, cloud, services } };
}

async function readServices(given: unknown, context: CheckContext, problems: Problems): Promise<CheckedService[]> {
  const list = isRecord(given) ? (given.Services ?? []) : [];
  if (!Array.isArray(list)) {
    problems.error(['Services'], 'Services is a list: […]');
    return [];
  }
  if (list.length > manifestLimits.services) {
    const most = manifestLimits.services;
    problems.error(['Services'], `A manifest has at most ${most} services; this one has ${list.length}`);
    return [];
  }
  const checked: CheckedService[] = [];
  const names = new Set<string>();
  for (const [index, one] of list.entries()) {
    const path = ['Services', index];
    const fields = readObject(manifestService, one, path, problems);
    const definition = fields && definitionOf(fields, [...path, 'Type'], problems);
    if (!definition) continue;
    const service = await checkService(fields, definition, path, context, problems);
    if (service && names.has(service.name))
      problems.warn([...path, 'ServiceName'], `Two services are called "${service.name}"`);
    if (service) names.add(service.name);
    if (service) checked.push(service);
  }
  // Sorting keeps the order of the file among equals.
  return checked.sort((one, other) => one.rules.startOrder - other.rules.startOrder);
}

function definitionOf({ Type }: ManifestService, path: (string | number)[], problems: Problems) {
  try {
    return serviceDefinition(Type);
  } catch (error) {
    if (!(error instanceof ConpaasError)) throw error;
    const known = serviceDefinitions().map(({ type }) => type);
    // The words of ConPaaS 2.1.
    problems.error(path, `Service ${Type} does not exists`, `The types are: ${known.join(', ')}.`);
    return undefined;
  }
}
