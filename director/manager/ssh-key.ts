import { ConpaasError } from '../contract/errors.ts';

const algorithms = [
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
];
const longestLine = 16_384;
const minimumBits = 2048;

/**
 * Reads one line of authorized_keys. Options before the key are refused: a key must not bring commands of its own along.
 * @returns the key itself in base64, by which the same key is known again whatever comment it has
 * @throws AUTHORIZED_KEY_INVALID
 */
export function keyOf(line: string, number: number): { algorithm: string; blob: string } {
  const fail = (why: string) => new ConpaasError('AUTHORIZED_KEY_INVALID', { line: number, why });
  if (line.length > longestLine) throw fail('it is too long');
  if (/\p{Cc}/u.test(line.replaceAll('\t', ' '))) throw fail('it has control characters');
  const [algorithm = '', blob = ''] = line.split(/[ \t]+/);
  if (/^-----BEGIN/.test(line)) throw fail('it begins a private key or a certificate; give the file that ends in .pub');
  if (!algorithms.includes(algorithm)) throw fail(`it does not begin with one of ${algorithms.join(', ')}`);
  const parts = partsOf(blob);
  if (parts === undefined) throw fail('the key is damaged or was cut off');
  if (parts[0]?.toString('latin1') !== algorithm) throw fail('the key is of another kind than the line says');
  const needed = algorithm === 'ssh-rsa' || algorithm.startsWith('ecdsa') ? 3 : 2;
  if (parts.length < needed) throw fail('the key is damaged or was cut off');
  const bits = algorithm === 'ssh-rsa' ? bitsOf(parts[2]) : undefined;
  if (bits !== undefined && bits < minimumBits) throw fail(`an RSA key of ${bits} bits is too short`);
  return { algorithm, blob };
}

/** The fields of a key: each has its length in 4 bytes before it (RFC 4253). */
function partsOf(base64: string): Buffer[] | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== base64.replace(/=+$/, '')) return undefined;
  const parts: Buffer[] = [];
  for (let position = 0; position < bytes.length; ) {
    if (position + 4 > bytes.length) return undefined;
    const end = position + 4 + bytes.readUInt32BE(position);
    if (end > bytes.length) return undefined;
    parts.push(bytes.subarray(position + 4, end));
    position = end;
  }
  return parts;
}

function bitsOf(modulus: Buffer | undefined): number {
  const digits = modulus?.toString('hex').replace(/^0+/, '') ?? '';
  return digits === '' ? 0 : BigInt(`0x${digits}`).toString(2).length;
}
