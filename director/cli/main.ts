import { homedir } from 'node:os';
import { useCompileCache } from '../installation/compile-cache.ts';

useCompileCache(process.env);

// After the cache is in use: an import above would be compiled without it.
const [{ runProgram }, { processTerminal }] = await Promise.all([import('./program.ts'), import('./terminal.ts')]);

const terminal = processTerminal();
process.exitCode = await runProgram(process.argv.slice(2), {
  terminal,
  home: homedir(),
  environment: process.env,
  systemFolder: '/etc/cps-tools',
  connect: async (settings, told) => (await import('./connection.ts')).connectToDirector(settings, homedir(), told),
});
