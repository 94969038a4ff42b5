import { installedServers } from '../../../director/services/web/agent/system/installed-servers.ts';
import type { Bench } from '../figure.ts';
import { writeFiles } from '../site.ts';
import { freePort, startByHand } from './hand-server.ts';

/** The pool of our nodes: as many children, an access log, and what scripts say on stderr kept. */
const configuration = (port: number, folder: string) => `[global]
error_log = ${folder}/error.log
daemonize = no
[www]
user = root
group = root
listen = 127.0.0.1:${port}
listen.backlog = 1024
pm = static
pm.max_children = 12
catch_workers_output = yes
decorate_workers_output = no
access.log = ${folder}/access.log
access.format = '%R - - [%t] "%m %{REQUEST_URI}e" %s %{milliseconds}d'
`;

/** php-fpm with one pool. @returns its port */
export async function phpFpmByHand(bench: Bench): Promise<number> {
  const folder = await bench.folder();
  const port = await freePort();
  await writeFiles(folder, { 'php-fpm.conf': configuration(port, folder) });
  await startByHand(bench, {
    command: installedServers().phpFpm ?? 'php-fpm',
    arguments: ['-F', '-R', '-y', `${folder}/php-fpm.conf`],
    folder,
    port,
    stopSignal: 'SIGQUIT',
  });
  return port;
}
