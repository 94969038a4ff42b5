/** Who is at the other end, read from the subject of its verified certificate (reference §5.1). */
export interface Peer {
  role: string;
  uid: number | null;
  /** The application id in managers' and agents' certificates, 0 in users'. */
  serviceLocator: number | null;
  commonName: string;
  serial: string;
}

/** What is read of a certificate as Node shows it. A field that occurs twice is shown as a list. */
export interface CertificateFields {
  subject?: object;
  serialNumber?: string;
}

function field(subject: object, name: string): string {
  const value: unknown = Object.hasOwn(subject, name) ? Reflect.get(subject, name) : undefined;
  // Two values for one field leave open which of them counts, so neither does.
  return typeof value === 'string' ? value : '';
}

function number(text: string): number | null {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/** Reads a certificate whose chain was verified already. @returns undefined when there is none */
export function peerOf(certificate: CertificateFields): Peer | undefined {
  const { subject } = certificate;
  if (!subject) return undefined;
  return {
    role: field(subject, 'role'),
    uid: number(field(subject, 'UID')),
    serviceLocator: number(field(subject, 'serviceLocator')),
    commonName: field(subject, 'CN'),
    serial: certificate.serialNumber ?? '',
  };
}

export type VerifierKind =
  | 'agent-server'
  | 'manager-server'
  | 'manager-client'
  | 'agent-client'
  | 'user-client'
  | 'director-client';

/** Who checks a peer. For a Director, uid and serviceLocator do not matter and are null. */
export interface Verifier {
  kind: VerifierKind;
  uid: number | null;
  serviceLocator: number | null;
}

interface Rule {
  roles: readonly string[];
  /** What of the peer must be the same as the verifier's. */
  same: 'nothing' | 'uid' | 'uid and locator';
}

const director: Rule = { roles: ['frontend'], same: 'nothing' };

/** Reference §5.2, line by line. */
const acceptance: Record<VerifierKind, readonly Rule[]> = {
  'agent-server': [director, { roles: ['manager', 'agent'], same: 'uid and locator' }],
  'manager-server': [director, { roles: ['user', 'manager'], same: 'uid' }],
  'manager-client': [director, { roles: ['agent', 'manager'], same: 'uid and locator' }],
  'agent-client': [{ roles: ['agent'], same: 'uid and locator' }],
  'user-client': [director, { roles: ['manager'], same: 'uid' }],
  'director-client': [{ roles: ['manager', 'agent'], same: 'nothing' }],
};

/** Whether the verifier talks to this peer. The peer's chain and dates were verified before. */
export function accepts(verifier: Verifier, peer: Peer): boolean {
  const sameUid = peer.uid !== null && peer.uid === verifier.uid;
  const sameLocator = peer.serviceLocator !== null && peer.serviceLocator === verifier.serviceLocator;
  return acceptance[verifier.kind].some(
    ({ roles, same }) =>
      roles.includes(peer.role) && (same === 'nothing' || (sameUid && (same === 'uid' || sameLocator))),
  );
}
