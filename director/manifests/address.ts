import { BlockList, isIP } from 'node:net';

/** A file beside the manifest in its bundle, or something to fetch. */
export type Source = { kind: 'url'; url: URL } | { kind: 'file'; path: string } | { kind: 'wrong'; why: string };

/** What a manifest means by the address of an archive or script. */
export function sourceOf(text: string): Source {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) return fileOf(text);
  const url = URL.parse(text);
  if (!url) return { kind: 'wrong', why: 'the address cannot be read' };
  const why = whyNot(url);
  return why === undefined ? { kind: 'url', url } : { kind: 'wrong', why };
}

/** Why an address is not fetched, whoever asks; undefined when it may be. */
export function whyNot({ protocol, username, password }: URL): string | undefined {
  if (protocol !== 'https:' && protocol !== 'http:')
    return `only http and https addresses are fetched, not ${protocol}`;
  // It would be seen in logs and in every copy of the manifest.
  return username !== '' || password !== ''
    ? 'an address with a user name or password in it is not fetched'
    : undefined;
}

function fileOf(text: string): Source {
  const outside = /[\0\\]/.test(text) || text.startsWith('/') || text.split('/').includes('..');
  if (outside) return { kind: 'wrong', why: 'the path leads out of the bundle' };
  const path = text
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  return path === '' ? { kind: 'wrong', why: 'the path names nothing' } : { kind: 'file', path };
}

const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  // Addresses of IPv4 in IPv6, by translation: where they lead is not ours to find out.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv6');

/** Whether an address belongs to the public Internet, and not to this computer or the network it stands in. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isPublicAddress(mapped);
  const version = isIP(address);
  // In IPv6 the mapped addresses of IPv4 also come written in hexadecimal; BlockList sees through these.
  return version !== 0 && !notPublic.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
