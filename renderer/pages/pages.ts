import { paths } from '../routes.ts';

/**
 * The pages that are loaded when they are first shown. The dashboard is not among them: nearly every visit begins there, and what it
 * needs is needed everywhere.
 */
export const pages = {
  application: () => import('./application/application-page.tsx'),
  service: () => import('./service/service-page.tsx'),
  tasks: () => import('./tasks/tasks-page.tsx'),
  settings: () => import('./settings/settings-page.tsx'),
};

/** Begins to load the page at a path, so that it is there when the session is. */
export function preloadPage(path: string): void {
  // What cannot be loaded is told by the page itself, when it is shown.
  pageAt(path)?.().catch(() => undefined);
}

function pageAt(path: string): (() => Promise<unknown>) | undefined {
  if (path.startsWith('/applications/')) return path.includes('/services/') ? pages.service : pages.application;
  return { [paths.tasks]: pages.tasks, [paths.settings]: pages.settings }[path];
}
