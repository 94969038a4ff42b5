import { installedServers } from '../../../director/services/web/agent/system/installed-servers.ts';
import type { Bench } from '../figure.ts';
import { writeFiles } from '../site.ts';
import { freePort, startByHand } from './hand-server.ts';

/** The pool of our nodes: as many children, started as they are needed, an access log, opcache that looks at files again. */
const configuration = (port: number, folder: string) => `[global]
error_log = ${folder}/error.log
daemonize = no
[www]
user = root
group = root
listen = 127.0.0.1:${port}
listen.backlog = 1024
pm = dynamic
pm.max_children = 16
pm.start_servers = 2
pm.min_spare_servers = 1
pm.max_spare_servers = 4
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
