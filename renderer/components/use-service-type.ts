import type { ServiceTypeDescription } from '../../director/contract/service.ts';
import { useEntry, useModel } from '../model-context.ts';
import { single } from '../stores/mirror.ts';

/** What the Director tells of a service type; undefined while it is read. */
export function useServiceType(type: string): ServiceTypeDescription | undefined {
  const { value } = useEntry(useModel().serviceTypes, single);
  return value?.find((description) => description.type === type);
}

/** The title of a role for people; the role's own name where the type is not known yet. */
export function useRoleTitle(type: string): (role: string) => string {
  const description = useServiceType(type);
  return (role) => description?.roles.find((one) => one.role === role)?.title ?? role;
}

/** Where visitors of a site come in (HTTP). */
const sitePort = 80;

/** Whether services of this type have a site that visitors come to. */
export function hasSite({ roles }: Pick<ServiceTypeDescription, 'roles'>): boolean {
  return roles.some(({ port }) => port === sitePort);
}
