import { embeddedOptions } from '../../../web/agent/embedded/messages.ts';
import { type EmbeddedRole, runRole } from '../../../web/agent/embedded/role-program.ts';
import { threadProgram } from './programs.ts';

/** Plays one role of a node whose computer has no servers installed. Only what the role needs is loaded. */
async function createRole(argument: string | undefined): Promise<EmbeddedRole> {
  const options = embeddedOptions.parse(JSON.parse(argument ?? ''));
  if (options.role === 'balancer') {
    const { Balancer } = await import('../../../web/agent/embedded/balancer.ts');
    return new Balancer(options);
  }
  if (options.role === 'static') {
    const { StaticFiles } = await import('../../../web/agent/embedded/static-files.ts');
    return new StaticFiles(options);
  }
  const { PhpServer } = await import('./php-server.ts');
  return new PhpServer(options, threadProgram);
}

runRole(createRole(process.argv[2]));
