import type { Clouds } from '../clouds/clouds.ts';
import type { Application } from '../contract/application.ts';
import type { CreatedNode } from '../contract/created-node.ts';
import type { Service } from '../contract/service.ts';
import type { Resource, User } from '../contract/user.ts';
import { localTime, utcTime } from './times.ts';

/** The default cloud is called "iaas" inside of ConPaaS 2.1 and "default" where users see it (reference §12). */
export const innerCloud = (clouds: Clouds, name: string) => (name === clouds.default().name ? 'iaas' : name);
export const shownCloud = (clouds: Clouds, name: string) => (name === clouds.default().name ? 'default' : name);

/** Reference §2.6, without the password: what old clients may look for is there, and empty where it is asked for. */
export function profileObject(user: User) {
  return {
    uid: user.uid,
    username: user.username,
    fname: user.firstName,
    lname: user.lastName,
    email: user.email,
    affiliation: user.affiliation,
    credit: user.credit,
    created: localTime(user.created),
    uuid: null,
    openid: null,
  };
}

export const userObject = (user: User) => ({ ...profileObject(user), password: '' });

export function applicationObject(application: Application, clouds: Clouds) {
  const { aid, name, uid, state, manager, cloud } = application;
  return {
    aid,
    name,
    uid,
    status: state,
    manager: manager?.address ?? null,
    vmid: manager?.instanceId ?? null,
    cloud: cloud === null ? null : innerCloud(clouds, cloud),
  };
}

function serviceObject(service: Service, clouds: Clouds) {
  const { id, sid, name, type, state, created, cloud, aid } = service;
  return {
    rec_id: id,
    sid,
    name,
    type,
    state,
    created: utcTime(created),
    cloud: cloud === null ? null : innerCloud(clouds, cloud),
    subnet: null,
    application_id: aid,
  };
}

/** A service with its application. */
export function listingObject(service: Service, application: Application, clouds: Clouds) {
  return { service: serviceObject(service, clouds), application: applicationObject(application, clouds) };
}

export function resourceObject(resource: Resource, clouds: Clouds) {
  const { rid, vmid, aid, sid, charged, address, kind, cloud, created, application } = resource;
  return {
    rid,
    vmid,
    app_id: aid,
    service_id: sid ?? 0,
    charged,
    ip: address,
    role: kind,
    cloud: shownCloud(clouds, cloud),
    created: localTime(created),
    app_name: application,
  };
}

/** Reference §10. */
export function nodeObject({ id, vmid, address, cloud, role }: CreatedNode, clouds: Clouds) {
  return {
    id,
    vmid,
    ip: address,
    private_ip: address,
    cloud_name: innerCloud(clouds, cloud),
    weight_backend: 100,
    role,
    volumes: [],
  };
}
