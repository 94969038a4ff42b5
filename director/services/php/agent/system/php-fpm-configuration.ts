import { join } from 'node:path';
import { getuid } from 'node:process';
import type { NodePlace } from '../../../web/agent/node-place.ts';
import { backendSlots } from '../../../web/agent/system/haproxy-configuration.ts';
import type { PhpSettings } from '../php-settings.ts';
import { backendSocket } from './backend-socket.ts';

/** Where php-fpm tells about itself. No visitor reaches it: only paths with ".php" and index pages go to a backend. */
export const statusPath = '/.conpaas-status';

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function lines(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} = ${value}`)
    .join('\n');
}

/** php.ini of the node. The distribution's own conf.d is read beside it: every extension installed there can be used. */
export function phpIni({ configuration }: PhpSettings, place: NodePlace, temporary: string): string {
  return `[PHP]
${lines(Object.fromEntries(Object.entries(configuration).map(([key, value]) => [key, quoted(value)])))}
${lines({
  expose_php: 'Off',
  html_errors: 'Off',
  // With E, $_ENV has the environment and not only getenv.
  variables_order: 'EGPCS',
  request_order: 'GP',
  register_argc_argv: 'Off',
  output_buffering: 4096,
  short_open_tag: 'Off',
  'zend.assertions': -1,
  'cgi.fix_pathinfo': 1,
  upload_tmp_dir: quoted(temporary),
  sys_temp_dir: quoted(temporary),
  'opcache.enable': 1,
  'opcache.memory_consumption': 96,
  'opcache.interned_strings_buffer': 16,
  'opcache.max_accelerated_files': 20000,
  'opcache.revalidate_freq': 1,
  'opcache.lockfile_path': quoted(temporary),
  'session.save_handler': 'files',
  // Shared by all backends of the service; PHP locks the file of a session while a script uses it.
  'session.save_path': quoted(place.sessions),
  'session.use_strict_mode': 1,
  'session.cookie_httponly': 1,
  'session.gc_probability': 1,
  'session.gc_divisor': 1000,
})}
`;
}

// php-fpm takes an empty value only from a variable that is not set.
const nothing = '$CONPAAS_EMPTY';

/**
 * A text as a value of the environment. Within quotes "${" would name a setting, so it is cut in between; pieces side by side are put
 * together again. A "$" at the beginning, which php-fpm takes for the name of a variable, is refused before.
 */
function literal(text: string): string {
  return text === ''
    ? nothing
    : text
        .split(/(?<=\$)(?=\{)/)
        .map(quoted)
        .join('');
}

/** Our own questions do not belong into a log of visits; php-fpm can leave them out since 8.2. */
function unlogged(version: string | undefined): Record<string, string> {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  return major > 8 || (major === 8 && minor >= 2) ? { 'access.suppress_path[]': statusPath } : {};
}

/**
 * One pool on the backend's port.
 * @param version of php-fpm: "8.2.36"
 */
export function phpFpmConfiguration(
  settings: PhpSettings,
  place: NodePlace,
  temporary: string,
  version: string | undefined,
): string {
  const { address, logs, code, data, sessions } = place;
  const socket = backendSocket(place, address, settings.port);
  const errors = join(logs, 'fpm-error.log');
  // /usr/share holds what distributions pack as PHP libraries.
  const open = [code, data, sessions, temporary, '/usr/share'].map((folder) => `${folder}/`).join(':');
  const account = getuid?.() === 0 ? { user: 'root', group: 'root' } : {};
  return `[global]
${lines({
  error_log: quoted(errors),
  daemonize: 'no',
  // Without it, a reload and a stop would cut running requests.
  process_control_timeout: '30s',
})}
[www]
${lines({
  ...account,
  listen: socket === undefined ? `${address}:${settings.port}` : quoted(socket),
  'listen.mode': '0600',
  'listen.backlog': 1024,
  // Children that come only when they are needed come up to a second late. Idle ones cost no time and about 3 MB each.
  pm: 'static',
  'pm.max_children': Object.values(backendSlots).reduce((sum, slots) => sum + slots, 0),
  'pm.max_requests': 20000,
  'pm.status_path': statusPath,
  'access.log': quoted(join(logs, 'fpm-access.log')),
  'access.format': `'%R - - [%t] "%m %{REQUEST_URI}e" %s %{milliseconds}d'`,
  ...unlogged(version),
  catch_workers_output: 'yes',
  decorate_workers_output: 'no',
  clear_env: 'yes',
  'security.limit_extensions': '.php',
  'env[PATH]': quoted('/usr/local/bin:/usr/bin:/bin'),
  // haproxy sends no empty parameter, but scripts expect this one always.
  'env[QUERY_STRING]': nothing,
  'env[TMPDIR]': quoted(temporary),
  'env[CONPAAS_DATA_DIR]': quoted(data),
  ...Object.fromEntries(Object.entries(settings.environment).map(([name, value]) => [`env[${name}]`, literal(value)])),
  'php_admin_value[open_basedir]': quoted(open),
  'php_admin_value[error_log]': quoted(errors),
})}
`;
}
