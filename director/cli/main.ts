import { homedir } from 'node:os';
import { useCompileCache } from '../installation/compile-cache.ts';

useCompileCache(process.env);

// After the cache is in use: an import above would be compiled without it.
const [{ runProgram }, { processTerminal }] = await Promise.all([import('./program.ts'), import('./terminal.ts')]);

/** Short programs (resources/bin) name their group by a first argument of this form. */
const given = process.argv.slice(2);
const group = /^--group=(\w+)$/.exec(given[0] ?? '')?.[1];
const home = homedir();

process.exitCode = await runProgram(
  given.slice(group === undefined ? 0 : 1),
  {
    terminal: processTerminal(),
    home,
    environment: process.env,
    systemFolder: '/etc/cps-tools',
    connect: async (settings, told) => (await import('./connection.ts')).connectToDirector(settings, home, told),
    firstContact: async (settings, told) => (await import('./first-contact.ts')).firstContact(settings, home, told),
  },
  group,
);
