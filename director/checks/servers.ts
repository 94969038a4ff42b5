import type { System } from '../contract/system.ts';
import { type CheckDefinition, lines, passed, warning } from './check.ts';

/** The servers that serve web applications are installed; without them the built-in ones serve, more slowly. */
export function serversCheck({ system }: { system: () => Promise<System> }): CheckDefinition {
  return {
    name: 'servers',
    title: 'Servers of this computer',
    async run() {
      const wanted = 'haproxy, nginx and php-fpm are installed.';
      const { servers, phpRuntime } = await system();
      const all = servers.map(
        ({ name, version, path }) => `${name}: ${version === null ? 'not installed' : `${version}, ${path}`}`,
      );
      const missing = servers.filter(({ version }) => version === null);
      if (missing.length === 0)
        return passed(`All are there; new services use the ${phpRuntime} PHP.`, wanted, lines(all));
      const names = missing.map(({ name }) => name).join(', ');
      const commands = missing.flatMap(({ installCommand }) => installCommand ?? []);
      return warning({
        found: `Not installed: ${names}. New services use the ${phpRuntime} PHP.`,
        wanted,
        cause: missing.map(({ use }) => use).join(' '),
        fix:
          commands.length > 0
            ? `Install them: ${commands.join('; ')}`
            : 'Install them with the package manager of your system.',
        detail: lines(all),
      });
    },
  };
}
