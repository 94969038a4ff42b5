import { Readable } from 'node:stream';
import { ConpaasError } from '../../contract/errors.ts';
import type { FileOutput, Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names =
  | 'getAuthority'
  | 'listCertificates'
  | 'listAllCertificates'
  | 'issueCertificate'
  | 'issueCertificateByPassword'
  | 'revokeCertificate';

const fileOf = (filename: string, bytes: Buffer): FileOutput => ({
  filename,
  size: bytes.length,
  stream: Readable.from([bytes]),
});

export function certificateHandlers({
  authorityCertificate,
  certificates,
  store,
  users,
}: Domain): Pick<Handlers, Names> {
  return {
    getAuthority: async () => authorityCertificate,
    listCertificates: async ({ caller }) => certificates.list(caller.uid),
    listAllCertificates: async () => certificates.listAll(),
    issueCertificate: async ({ caller, body: { format, passphrase } }) => {
      if (format === 'zip') return fileOf('certs.zip', await certificates.issueZip(caller.uid));
      if (passphrase === undefined) {
        throw new ConpaasError('INVALID_INPUT', { problem: '"passphrase": pkcs12 needs one of at least 8 characters' });
      }
      return fileOf('conpaas.p12', await certificates.issuePkcs12(caller.uid, passphrase));
    },
    issueCertificateByPassword: async ({ body, address }) => {
      const { uid } = await users.authenticate(body, address);
      return fileOf('certs.zip', await certificates.issueZip(uid));
    },
    revokeCertificate: async ({ caller: { uid }, params: { serial } }) =>
      certificates.revoke({ uid, administrator: store.users.get(uid)?.role === 'administrator' }, serial),
  };
}
