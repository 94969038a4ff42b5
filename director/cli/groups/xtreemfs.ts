import { forOfferedType } from '../offered-type.ts';
import { serviceCommands } from './service-commands.ts';
import { xtreemfsCertificateCommands } from './xtreemfs-certificates.ts';
import { policyCommands } from './xtreemfs-policies.ts';
import { xtreemfsVolumeCommands } from './xtreemfs-volumes.ts';

export const commands = forOfferedType('xtreemfs', [
  ...serviceCommands({ type: 'xtreemfs', roles: { osd: 1 } }),
  ...xtreemfsVolumeCommands,
  ...xtreemfsCertificateCommands,
  ...policyCommands,
]);
