/** Groups that have a short program: cps-user for "cps-tools user" and so on (reference §14.1), in resources/bin. */
export const groupsWithProgram = [
  'user',
  'cloud',
  'application',
  'service',
  'director',
  'mysql',
  'php',
  'java',
  'xtreemfs',
  'helloworld',
  'generic',
  'flink',
] as const;

/** All programs of the command line. */
export const programNames: readonly string[] = ['cps-tools', ...groupsWithProgram.map((name) => `cps-${name}`)];
