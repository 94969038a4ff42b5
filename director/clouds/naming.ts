/** What the naming rule of reference §10 puts into the name of an instance. */
export type InstanceNameParts = { deployment: string; uid: number; aid: number } & (
  | { sid?: undefined; type?: undefined }
  | {
      sid: number;
      /** The manager's internal type: "web" for php and java, else the service type. */
      type: string;
    }
);

/** Letters, digits and hyphens, so that a name is also a host name, and a folder's name on every system. */
const deploymentForm = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const form =
  /^(?<deployment>.+)-u(?<uid>[1-9]\d{0,9})-a(?<aid>[1-9]\d{0,9})-(?:mgr|s(?<sid>[1-9]\d{0,9})-(?<type>[a-z][a-z0-9]*))$/;

/**
 * The name of an instance: conpaas-u3-a7-mgr for the manager of an application, conpaas-u3-a7-s2-web for an agent. All
 * instances of one service carry the same name.
 * @throws RangeError when a part does not fit the rule
 */
export function instanceName(parts: InstanceNameParts): string {
  const { deployment, uid, aid, sid, type } = parts;
  const name = `${deployment}-u${uid}-a${aid}-${sid === undefined ? 'mgr' : `s${sid}-${type}`}`;
  if (parseInstanceName(name)?.deployment !== deployment) throw new RangeError(`"${name}" is not an instance name`);
  return name;
}

/**
 * Reads a name made by the rule.
 * @returns undefined for any other name: such an instance is not ours and must be left alone
 */
export function parseInstanceName(name: string): InstanceNameParts | undefined {
  const { deployment, uid, aid, sid, type } = form.exec(name)?.groups ?? {};
  if (deployment === undefined || !deploymentForm.test(deployment)) return undefined;
  const application = { deployment, uid: Number(uid), aid: Number(aid) };
  return sid === undefined || type === undefined ? application : { ...application, sid: Number(sid), type };
}

/** Whether an instance found in a cloud was named by the Director with this deployment name. */
export function isNameOf(deployment: string, name: string): boolean {
  return parseInstanceName(name)?.deployment === deployment;
}
