import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** What a port of an address is at this moment. "closed": below 1024 and not allowed; "absent": there is no such address. */
export type PortState = 'free' | 'taken' | 'closed' | 'absent';

const states: Record<string, PortState> = {
  EADDRINUSE: 'taken',
  EACCES: 'closed',
  EPERM: 'closed',
  EADDRNOTAVAIL: 'absent',
};

/** Tries to listen there for a moment. A program that listens on all addresses makes its port "taken" on each of them. */
export function portState(address: string, port: number): Promise<PortState> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const state = states[error.code ?? ''];
      if (state === undefined) reject(error);
      else resolve(state);
    });
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve('free')));
  });
}

/**
 * The lowest port that a process without rights may listen on; what the Director itself may do does not count, as inside a
 * sandbox even root has no rights outside of it.
 */
export function lowestOpenPort(): number {
  if (process.platform === 'win32' || process.platform === 'darwin') return 1;
  try {
    return Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'latin1'), 10);
  } catch {
    return 1024;
  }
}

/** Whether a program listens on this port of an IPv4 address. Linux only; elsewhere it is not known and false. */
export function isListening(address: string, port: number): boolean {
  if (process.platform !== 'linux') return false;
  const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  const local = `${hex.reverse().join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
  // Columns: number, local address, remote address, state; 0A is LISTEN (proc_net_tcp).
  return readFileSync('/proc/net/tcp', 'latin1').includes(`: ${local} 00000000:0000 0A`);
}
