import { readFile } from 'node:fs/promises';

/** How systems install a package, by the words in ID and ID_LIKE of /etc/os-release. */
const linuxCommands: [family: RegExp, command: string][] = [
  [/\b(debian|ubuntu)\b/, 'sudo apt install'],
  [/\b(fedora|rhel|centos)\b/, 'sudo dnf install'],
  [/\b(suse|opensuse)\b/, 'sudo zypper install'],
  [/\b(arch)\b/, 'sudo pacman -S'],
  [/\b(alpine)\b/, 'sudo apk add'],
];

/** Homebrew has php-fpm inside of php. */
const brewNames: Record<string, string> = { 'php-fpm': 'php' };

/**
 * The command that installs a package on this computer, or null where it is not known or not to be had.
 * @param name the package's name on Debian
 */
export async function installCommand(name: string): Promise<string | null> {
  if (process.platform === 'darwin') return `brew install ${brewNames[name] ?? name}`;
  if (process.platform !== 'linux') return null;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const ids = release
    .split('\n')
    .filter((line) => /^ID(_LIKE)?=/.test(line))
    .join(' ');
  const command = linuxCommands.find(([family]) => family.test(ids))?.[1];
  return command ? `${command} ${name}` : null;
}
