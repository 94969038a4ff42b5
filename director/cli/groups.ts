import type { CommandDefinition } from './definition.ts';

export interface Group {
  name: string;
  summary: string;
  load(): Promise<readonly CommandDefinition[]>;
}

/** Groups of the program, in the order of its help. Only the one that is called is loaded, to start quickly. */
export const groups: readonly Group[] = [
  {
    name: 'user',
    summary: 'manage users, their certificates and their credit',
    load: async () => (await import('./groups/user.ts')).commands,
  },
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
    name: 'mysql',
    summary: 'manage MySQL services',
    load: async () => (await import('./groups/mysql.ts')).commands,
  },
  {
    name: 'php',
    summary: 'manage PHP services',
    load: async () => (await import('./groups/php.ts')).commands,
  },
  {
    name: 'java',
    summary: 'manage Java services',
    load: async () => (await import('./groups/java.ts')).commands,
  },
  {
    name: 'xtreemfs',
    summary: 'manage XtreemFS services',
    load: async () => (await import('./groups/xtreemfs.ts')).commands,
  },
  {
    name: 'helloworld',
    summary: 'manage HelloWorld services',
    load: async () => (await import('./groups/helloworld.ts')).commands,
  },
  {
    name: 'generic',
    summary: 'manage generic services',
    load: async () => (await import('./groups/generic.ts')).commands,
  },
  {
    name: 'flink',
    summary: 'manage Flink services',
    load: async () => (await import('./groups/flink.ts')).commands,
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
  {
    name: 'completion',
    summary: 'complete commands and names with the TAB key of a shell',
    load: async () => (await import('./groups/completion.ts')).commands,
  },
];
