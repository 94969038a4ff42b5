/** Tabs of a service's page, in their order. */
export const serviceTabs = ['overview', 'methods', 'code', 'volumes', 'settings', 'logs', 'history'] as const;
export type ServiceTab = (typeof serviceTabs)[number];

/** Paths of the pages. */
export const paths = {
  dashboard: '/',
  manifest: '/manifest',
  tasks: '/tasks',
  checks: '/checks',
  settings: '/settings',
  configurationImport: '/settings/import',
  credits: '/credits',
  certificates: '/certificates',
  profile: '/profile',
  users: '/users',
  user: (uid: number) => `/users/${uid}`,
  application: (aid: number) => `/applications/${aid}`,
  service: (place: { aid: number; sid: number }, tab: ServiceTab = 'overview') =>
    `/applications/${place.aid}/services/${place.sid}${tab === 'overview' ? '' : `/${tab}`}`,
};

/** Which application and service a path is about. */
export function targetOf(path: string): { aid?: number; sid?: number } {
  const match = /^\/applications\/(\d+)(?:\/services\/(\d+))?/.exec(path);
  return {
    ...(match?.[1] ? { aid: Number(match[1]) } : {}),
    ...(match?.[2] ? { sid: Number(match[2]) } : {}),
  };
}
