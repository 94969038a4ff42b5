import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** What one instance may see besides the system's programs. */
export interface SandboxView {
  /** Files and folders at the same path as outside. */
  readOnly: readonly string[];
  writable: readonly string[];
  /** Folders shown at another path than outside. */
  shownAt?: readonly { path: string; at: string }[];
  /** Shown as /tmp. */
  temporary: string;
  /** Folders that stay hidden even where they lie inside one of `readOnly`. */
  hidden: readonly string[];
  workingDirectory: string;
  /** Stands for /etc/passwd and /etc/group, which tell who uses this computer. */
  accounts: { passwd: string; group: string };
}

/** What programs need of /etc, on Debian, Fedora, Arch and SUSE; missing ones are left out. Nothing that is secret. */
const systemFiles = [
  ...['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'alternatives', 'localtime', 'timezone', 'locale.alias'],
  ...['hosts', 'resolv.conf', 'nsswitch.conf', 'host.conf', 'gai.conf', 'services', 'protocols'],
  ...[
    'ssl/certs',
    'ssl/openssl.cnf',
    'pki/tls/certs',
    'pki/tls/openssl.cnf',
    'pki/ca-trust',
    'ca-certificates',
    'crypto-policies',
  ],
  ...['mime.types', 'nginx/mime.types', 'php', 'php.ini', 'php.d', 'fonts'],
];

/** Folders that programs expect to be able to write to; they are empty and private to the sandbox. */
const emptyFolders = ['/run', '/var/tmp', '/var/log/nginx', '/var/lib/nginx', '/var/cache/nginx'];

const isolated = ['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'];

/** Inside, root of this computer is an ordinary user, as php-fpm refuses to be root and nobody in there should be. */
const insideId = () => process.getuid?.() || 1000;

/**
 * The arguments of bubblewrap before `--`: shared network, everything else private. The sandbox does not end with the one
 * that started it, as instances outlive the Director.
 */
export function sandboxArguments(view: SandboxView): string[] {
  const bind = (option: string, path: string, target = path) => [option, path, target];
  return [
    ...isolated,
    ...['--new-session', '--cap-drop', 'ALL', '--uid', String(insideId()), '--gid', String(insideId())],
    // For a Director that runs as root: the settings of the kernel in /proc/sys may be written by whoever owns them, and
    // that is root of the computer, which a process inside still is. It takes no capability.
    ...['--proc', '/proc', '--remount-ro', '/proc', '--dev', '/dev'],
    ...bind('--ro-bind', '/usr'),
    ...['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'].flatMap((name) => systemFolder(`/${name}`)),
    ...bind('--ro-bind-try', '/nix/store'),
    ...systemFiles.flatMap((name) => bind('--ro-bind-try', `/etc/${name}`)),
    ...bind('--ro-bind', view.accounts.passwd, '/etc/passwd'),
    ...bind('--ro-bind', view.accounts.group, '/etc/group'),
    ...emptyFolders.flatMap((path) => ['--dir', path]),
    ...bind('--bind', view.temporary, '/tmp'),
    ...outermost(view.readOnly.filter((path) => !isWithin('/usr', path))).flatMap((path) => bind('--ro-bind', path)),
    ...view.hidden
      .filter((path) => view.readOnly.some((shown) => shown !== path && isWithin(shown, path)))
      .flatMap((path) => ['--tmpfs', path]),
    ...view.writable.flatMap((path) => bind('--bind', path)),
    ...(view.shownAt ?? []).flatMap(({ path, at }) => bind('--bind', path, at)),
    ...['--chdir', view.workingDirectory],
  ];
}

/** Where /bin is a link into /usr it is one inside as well. */
function systemFolder(path: string): string[] {
  try {
    if (lstatSync(path).isSymbolicLink()) return ['--symlink', readlinkSync(path), path];
    return ['--ro-bind', path, path];
  } catch {
    return [];
  }
}

/** Leaves out what lies inside another one: binding it again would only repeat it. */
function outermost(paths: readonly string[]): string[] {
  const all = [...new Set(paths)];
  return all.filter((path) => !all.some((other) => other !== path && isWithin(other, path)));
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`));
}

/**
 * The paths that must be bound for a program to be read: links on the way are followed, as only what they lead to is bound,
 * and the given path is kept, as the program is called by it.
 */
export function readablePaths(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap((path) => [resolve(path), realpathSync(path)]))];
}

/** Accounts as programs inside see them: themselves, root and nobody. */
export function accountFiles(home: string): { passwd: string; group: string } {
  const id = insideId();
  return {
    passwd: `root:x:0:0:root:/root:/usr/sbin/nologin\nconpaas:x:${id}:${id}:instance:${home}:/bin/sh\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n`,
    group: `root:x:0:\nconpaas:x:${id}:\nnogroup:x:65534:\n`,
  };
}

/** The closest folder that holds all of these. */
export function commonFolder(first: string, second: string): string {
  let folder = dirname(first);
  while (!isWithin(folder, second)) folder = dirname(folder);
  return folder;
}
