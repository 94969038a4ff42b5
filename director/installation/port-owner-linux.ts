import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { isOnAddress } from './port-tables.ts';

/** Programs that run others: the name of the other says more. */
const interpreters = /^(node|nodejs|MainThread|python[\d.]*|ruby|perl|java|php)$/;
/** Options that are followed by code instead of a file. */
const givesCode = /^(-e|-p|-c|--eval|--print)$/;
/** State of a listening socket in /proc/net/tcp. */
const listening = '0A';

/** The kernel writes addresses as 32-bit words in the computer's byte order: 127.0.0.1 is 0100007F. */
export function decodeAddress(hex: string): string {
  const words = (hex.match(/.{8}/g) ?? []).map((word) => Buffer.from(word, 'hex').reverse());
  const bytes = Buffer.concat(words);
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  // ::ffff:127.0.0.1, an IPv4 address on an IPv6 socket
  if (bytes.subarray(0, 12).toString('hex') === '00000000000000000000ffff') return bytes.subarray(12).join('.');
  if (bytes.readBigUInt64BE(0) === 0n && bytes.readBigUInt64BE(8) === 1n) return '::1';
  return bytes.toString('hex').replace(/.{4}(?=.)/g, '$&:');
}

/** Inodes of the sockets that listen on the port of that address. @param table text of /proc/net/tcp or tcp6 */
export function listeningInodes(table: string, port: number, address: string): string[] {
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, place, , state]) => {
      const [hex = '', portHex = ''] = (place ?? '').split(':');
      return state === listening && Number.parseInt(portHex, 16) === port && isOnAddress(decodeAddress(hex), address);
    })
    .flatMap((fields) => fields[9] ?? []);
}

/** null when nobody listens there, and when the process is another user's, whose files only root may see. */
export function linuxPortOwner(port: number, address: string): { pid: number; program: string } | null {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(readOrNothing);
  const sockets = new Set(
    tables.flatMap((table) => listeningInodes(table, port, address)).map((inode) => `socket:[${inode}]`),
  );
  if (sockets.size === 0) return null;
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  // The smallest: a server's first process, not one of the workers that inherited the socket.
  const pid = pids.sort((one, other) => one - other).find((candidate) => hasOneOf(candidate, sockets));
  return pid === undefined ? null : { pid, program: programName(pid) };
}

function hasOneOf(pid: number, sockets: ReadonlySet<string>): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((descriptor) => sockets.has(linkTarget(`${folder}/${descriptor}`)));
  } catch {
    return false;
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function programName(pid: number): string {
  const words = readOrNothing(`/proc/${pid}/cmdline`).split('\0').filter(Boolean);
  return nameOfCommand(words) || readOrNothing(`/proc/${pid}/comm`).trim();
}

/** "nginx" for ["nginx: master process /usr/sbin/nginx"], "node server.js" for ["/usr/bin/node", "/srv/server.js"]. */
export function nameOfCommand([command = '', ...words]: readonly string[]): string {
  // Servers that write their title there write it as one word.
  const path = words.length === 0 ? (command.split(' ')[0] ?? '') : command;
  const name = basename(path).replace(/:$/, '');
  if (!interpreters.test(name) || words.some((word) => givesCode.test(word))) return name;
  const script = words.find((word) => !word.startsWith('-'));
  return script ? `${name} ${basename(script)}` : name;
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
