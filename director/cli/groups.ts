import type { CommandDefinition } from './definition.ts';

export interface Group {
  name: string;
  summary: string;
  load(): Promise<readonly CommandDefinition[]>;
}

/** Groups of the program, in the order of its help. Only the one that is called is loaded, to start quickly. */
export const groups: readonly Group[] = [
  {
    name: 'cloud',
    summary: 'manage clouds',
    load: async () => (await import('./groups/cloud.ts')).commands,
  },
  {
    name: 'application',
    summary: 'manage applications',
    load: async () => (await import('./groups/application.ts')).commands,
  },
  {
    name: 'service',
    summary: 'manage services',
    load: async () => (await import('./groups/service.ts')).commands,
  },
  {
    name: 'director',
    summary: 'manage the director',
    load: async () => (await import('./groups/director.ts')).commands,
  },
  {
    name: 'php',
    summary: 'manage PHP services',
    load: async () => (await import('./groups/php.ts')).commands,
  },
  {
    name: 'sample',
    summary: 'try sample applications',
    load: async () => (await import('./groups/sample.ts')).commands,
  },
  {
    name: 'task',
    summary: 'follow and cancel what takes longer',
    load: async () => (await import('./groups/task.ts')).commands,
  },
];
