import type { ManifestService } from '../contract/manifest.ts';
import type { ManifestPlan } from '../contract/manifest-check.ts';
import type { ManifestRules, RoleCounts } from '../services/manifest-type.ts';
import type { ServiceDefinition } from '../services/service-type.ts';
import { sourceOf } from './address.ts';

/** One service of a manifest that was found right. */
export interface CheckedService {
  definition: ServiceDefinition;
  rules: ManifestRules;
  name: string;
  /** The real name of its cloud. */
  cloud: string;
  fields: ManifestService;
  /** Nodes to add once it has started. */
  additional: RoleCounts;
}

export interface CheckedManifest {
  application: string;
  /** Where the manager runs. */
  cloud: string;
  /** In the order in which they are started. */
  services: readonly CheckedService[];
}

export const steps = {
  script: 'Upload the startup script',
  code: 'Upload the code',
  settings: 'Change the settings',
  start: 'Start the service',
  nodes: 'Add nodes',
  volumes: 'Create the volumes',
} as const;
export type StepName = (typeof steps)[keyof typeof steps];

const sum = (counts: RoleCounts) => Object.values(counts).reduce((total, count) => total + count, 0);

export function nodesOf({ fields, definition, additional }: CheckedService): number {
  return fields.Start ? definition.startingNodes + sum(additional) : 0;
}

/** What is done for a service, one after the other. */
export function stepsOf({ fields, additional }: CheckedService): StepName[] {
  const { StartupScript, Archive, Configuration, Environment, Volumes, Start } = fields;
  return [
    ...(StartupScript === undefined ? [] : [steps.script]),
    ...(Archive === undefined ? [] : [steps.code]),
    ...(Configuration === undefined && Environment === undefined ? [] : [steps.settings]),
    ...(Start ? [steps.start] : []),
    ...(Start && sum(additional) > 0 ? [steps.nodes] : []),
    ...(Start && Volumes !== undefined && Volumes.length > 0 ? [steps.volumes] : []),
  ];
}

/** The last part of a path or address: "guestbook.tar.gz". @returns `otherwise` where there is none */
export function nameOfSource(text: string, otherwise: string): string {
  const source = sourceOf(text);
  const path = source.kind === 'url' ? source.url.pathname : source.kind === 'file' ? source.path : '';
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  const name = URL.canParse(`http://x/${last}`) ? decoded(last) : last;
  return name.replace(/[\p{Cc}/\\]/gu, '_').slice(0, 200) || otherwise;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The steps in the words of the plan, with the names of what is used. */
function describedSteps(service: CheckedService): string[] {
  const { fields, additional } = service;
  return stepsOf(service).map((step) => {
    if (step === steps.code) return `${step}: ${nameOfSource(fields.Archive ?? '', 'code')}`;
    if (step === steps.script) return `${step}: ${nameOfSource(fields.StartupScript ?? '', 'startup.sh')}`;
    if (step === steps.nodes) return `${step}: ${textOf(additional)}`;
    if (step === steps.volumes) return `${step}: ${(fields.Volumes ?? []).map(({ Name }) => Name).join(', ')}`;
    if (step !== steps.settings) return step;
    const names = [...Object.keys(fields.Configuration ?? {}), ...Object.keys(fields.Environment ?? {})];
    return `${step}: ${names.join(', ')}`;
  });
}

/** "2 backend, 1 web" */
export function textOf(counts: RoleCounts): string {
  return Object.entries(counts)
    .map(([role, count]) => `${count} ${role}`)
    .join(', ');
}

/** What a manifest would make. */
export function planOf({ application, cloud, services }: CheckedManifest): ManifestPlan {
  return {
    application,
    cloud,
    services: services.map((service) => ({
      type: service.definition.type,
      name: service.name,
      cloud: service.cloud,
      start: service.fields.Start,
      instances: service.fields.Start ? { ...service.rules.starting, ...(service.fields.StartupInstances ?? {}) } : {},
      nodes: nodesOf(service),
      steps: describedSteps(service),
    })),
    instances: services.length === 0 ? 0 : 1 + services.reduce((total, service) => total + nodesOf(service), 0),
  };
}
