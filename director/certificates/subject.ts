/** What a certificate is to say. Fields of the subject as in reference §5.1. */
export type CertificateRequest =
  | {
      kind: 'director';
      /** Host name or address under which the Director is found. */
      commonName: string;
      /** IP addresses and DNS names. */
      addresses: readonly string[];
    }
  | {
      kind: 'manager' | 'agent';
      uid: number /** The application's id. */;
      serviceLocator: number;
      addresses: readonly string[];
    }
  | { kind: 'user'; uid: number /** The user's name. */; commonName: string; email: string };

/** A field of a subject: its object identifier and its text. */
export interface SubjectField {
  oid: string;
  value: string;
}

/** Object identifiers under which Node and OpenSSL show the fields as UID, serviceLocator, O, emailAddress, CN and role. */
const oids = {
  uid: '0.9.2342.19200300.100.1.1',
  serviceLocator: '1.3.6.1.5.5.7.48.1.7',
  organization: '2.5.4.10',
  email: '1.2.840.113549.1.9.1',
  commonName: '2.5.4.3',
  role: '2.5.4.72',
} as const;

const contact = 'info@conpaas.eu';
// X.520's upper bound for a common name; some readers refuse longer ones.
const commonNameLimit = 64;

const field = (name: keyof typeof oids, value: string | number): SubjectField => ({
  oid: oids[name],
  value: String(value),
});

export const authoritySubject: readonly SubjectField[] = [
  field('commonName', 'CA'),
  field('organization', 'ConPaaS'),
  field('email', contact),
];

export function subjectOf(request: CertificateRequest): SubjectField[] {
  const commonName = request.kind === 'director' || request.kind === 'user' ? request.commonName : 'ConPaaS';
  const named = field('commonName', [...commonName].slice(0, commonNameLimit).join(''));
  if (request.kind === 'director') {
    // The wire knows the Director by the role "frontend".
    return [named, field('organization', 'ConPaaS'), field('email', contact), field('role', 'frontend')];
  }
  return [
    field('uid', request.uid),
    field('serviceLocator', request.kind === 'user' ? 0 : request.serviceLocator),
    field('organization', 'Contrail'),
    field('email', request.kind === 'user' ? request.email : contact),
    named,
    field('role', request.kind),
  ];
}

/** Addresses that belong into the subjectAltName. */
export function addressesOf(request: CertificateRequest): readonly string[] {
  return request.kind === 'user' ? [] : request.addresses;
}
