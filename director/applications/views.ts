import type { Application } from '../contract/application.ts';
import type { ApplicationRecord } from '../store/applications.ts';
import type { InstanceRecord } from '../store/instances.ts';
import { portOf } from '../wire/instance-configuration.ts';
import { managerPort } from './instances.ts';

/** An application as clients see it. @param manager the record of its manager's instance, if it has one that was placed */
export function applicationView(
  record: ApplicationRecord,
  manager: InstanceRecord | undefined,
  reachable: boolean,
): Application {
  return {
    aid: record.aid,
    uid: record.uid,
    name: record.name,
    state: record.state,
    reason: record.reason,
    cloud: record.cloud,
    manager:
      manager?.address == null
        ? null
        : { instanceId: manager.vmid, address: manager.address, port: portOf(manager, managerPort), reachable },
    created: record.created,
  };
}
