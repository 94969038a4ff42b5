import { paths } from '../routes.ts';

/**
 * The pages that are loaded when they are first shown. The dashboard is not among them: nearly every visit begins there, and what it
 * needs is needed everywhere.
 */
export const pages = {
  application: () => import('./application/application-page.tsx'),
  service: () => import('./service/service-page.tsx'),
  manifest: () => import('./manifest/manifest-page.tsx'),
  tasks: () => import('./tasks/tasks-page.tsx'),
  settings: () => import('./settings/settings-page.tsx'),
  configurationImport: () => import('./configuration-import/configuration-import-page.tsx'),
  checks: () => import('./checks/checks-page.tsx'),
  credits: () => import('./credits/credits-page.tsx'),
  certificates: () => import('./certificates/certificates-page.tsx'),
  profile: () => import('./profile/profile-page.tsx'),
  users: () => import('./users/users-page.tsx'),
  user: () => import('./users/user-page.tsx'),
  signIn: () => import('./sign-in/sign-in-page.tsx'),
};

/** Pages at one path each. */
const simple: Readonly<Record<string, () => Promise<unknown>>> = {
  [paths.manifest]: pages.manifest,
  [paths.tasks]: pages.tasks,
  [paths.settings]: pages.settings,
  [paths.configurationImport]: pages.configurationImport,
  [paths.checks]: pages.checks,
  [paths.credits]: pages.credits,
  [paths.certificates]: pages.certificates,
  [paths.profile]: pages.profile,
  [paths.users]: pages.users,
};

/** Begins to load the page at a path, so that it is there when the session is. */
export function preloadPage(path: string): void {
  // What cannot be loaded is told by the page itself, when it is shown.
  pageAt(path)?.().catch(() => undefined);
}

function pageAt(path: string): (() => Promise<unknown>) | undefined {
  if (path.startsWith('/applications/')) return path.includes('/services/') ? pages.service : pages.application;
  if (path.startsWith(`${paths.users}/`)) return pages.user;
  return simple[path];
}
