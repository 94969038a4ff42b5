import type { Check, ImportReport } from '../../../director/contract/check.ts';
import type { Node, ServiceTypeDescription } from '../../../director/contract/service.ts';
import type { Sample } from '../../../director/contract/system.ts';
import type { Volume } from '../../../director/contract/volume.ts';
import { definition as generic } from '../../../director/services/generic/definition.ts';
import { definition as helloworld } from '../../../director/services/helloworld/definition.ts';
import { makeNode } from './fake-world.ts';

/** As the Director describes them. */
export const genericType: ServiceTypeDescription = generic;
export const helloType: ServiceTypeDescription = helloworld;

export const primes: Sample = {
  name: 'primes',
  title: 'Prime numbers',
  description: 'Three nodes share the search for prime numbers.',
  serviceType: 'generic',
  picture: null,
};

export function makeVolume(name: string, changes: Partial<Volume> = {}): Volume {
  return {
    name,
    id: `volume-${name}`,
    aid: 1,
    sid: 2,
    size: 1024,
    agentId: makeNode(1, ['master']).id,
    cloud: 'local',
    device: 'loop0',
    path: `/media/${name}`,
    kept: 'a file of that size, mounted',
    ...changes,
  };
}

/** A node of a generic service, with what its scripts print. */
export function makeScriptNode(number: number, role: 'master' | 'node'): Node {
  const logs = [...(generic.logs.agent ?? []), ...(generic.logs[role] ?? [])];
  return makeNode(number, [role], { role, weights: {}, servers: [], logs });
}

export function makeCheck(name: string, changes: Partial<Check> = {}): Check {
  return {
    name,
    title: name,
    state: 'passed',
    found: 'as it should be',
    wanted: '',
    cause: '',
    fix: '',
    detail: null,
    ...changes,
  };
}

export const importReport: ImportReport = {
  applied: false,
  taken: [
    { section: 'conpaas', key: 'CREDIT_LIMIT', value: '120', message: 'The most credits for a new user.' },
    {
      section: 'director',
      key: 'DIRECTOR_URL',
      value: 'https://conpaas.example.org:5555',
      message: 'The host name of the Director.',
    },
  ],
  meaningless: [
    { section: 'iaas', key: 'PASSWORD', value: '••••••••', message: 'This cloud is not offered here.' },
    { section: 'conpaas', key: 'CONF_DIR', value: '/etc/cpsdirector', message: 'Everything is in the data folder.' },
  ],
  wrong: [{ section: 'iaas', key: 'USER', value: null, message: 'Missing opennebula config param USER.' }],
};
