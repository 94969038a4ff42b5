/** A driver of ConPaaS 2.1 with the keys of its section (reference §12), as they were written. */
interface CloudDriver {
  required: readonly string[];
  optional: readonly string[];
}

const machine = ['USER', 'PASSWORD', 'IMAGE_ID', 'SIZE_ID', 'SECURITY_GROUP_NAME', 'KEY_NAME'] as const;

/** Drivers whose clouds still exist. */
export const cloudDrivers: Readonly<Record<string, CloudDriver>> = {
  ec2: { required: [...machine, 'REGION'], optional: [] },
  openstack: { required: [...machine, 'HOST'], optional: ['NETWORK_ID', 'AUTO_ASSIGN_FLOATING_IP'] },
};

/** Drivers that ConPaaS Nutshell will not have, with the reason. */
export const formerDrivers: Readonly<Record<string, string>> = {
  opennebula: 'OpenNebula is not supported any more; applications can run on this computer, OpenStack or Amazon EC2.',
  federation: 'The Contrail federation that this driver was for no longer exists.',
  dummy: 'The driver was for tests only; applications run on this computer without any cloud.',
};

/** Values of these keys are never shown. */
const secretKeys: ReadonlySet<string> = new Set(['PASSWORD', 'DATABASE_URI']);

/** A value as a report may show it. */
export function shownValue(key: string, value: string): string {
  return secretKeys.has(key) && value !== '' ? '••••••' : value;
}
