import type { Resource } from '../contract/user.ts';
import type { Store } from '../store/store.ts';

/** The managers and nodes that exist, oldest first. @param uid whose; without it everybody's */
export function listResources(store: Store, uid?: number): Resource[] {
  const names = new Map(store.applications.list(uid).map(({ aid, name }) => [aid, name]));
  return store.instances.list(uid === undefined ? {} : { uid }).map((instance) => {
    const { rid, vmid, aid, sid, kind, name, address, cloud, state, charged, created } = instance;
    const application = names.get(aid) ?? '';
    return { rid, vmid, uid: instance.uid, aid, application, sid, kind, name, address, cloud, state, charged, created };
  });
}
