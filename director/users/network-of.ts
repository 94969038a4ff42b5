import { isIPv4, isIPv6 } from 'node:net';

/**
 * The part of an address that stands for one subscriber: attempts are counted by it. IPv4 as it is; of IPv6 the first 64 bits, as
 * who has one address has all of that network; this computer as one, as a program on it can come from any address of 127.0.0.0/8.
 */
export function networkOf(address: string): string {
  const version4 = address.replace(/^::ffff:/i, '');
  if (isIPv4(version4)) return version4.startsWith('127.') ? '127.0.0.0/8' : version4;
  const plain = address.split('%')[0] ?? address;
  if (!isIPv6(plain)) return address;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0');
  const first = [...groups, ...zeros, ...rest].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(':')}::/64`;
}
