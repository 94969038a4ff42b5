import { IconCertificate, IconCertificateOff, IconDownload, IconFileCertificate } from '@tabler/icons-react';
import type { Certificate } from '../../director/contract/certificate.ts';
import { t } from '../i18n.ts';
import { single } from '../stores/mirror.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';

/** Makes a key and a certificate and saves them as a zip, which is what cps-tools reads. */
export const issueCertificate: Action<undefined> = {
  id: 'certificate.issue',
  icon: IconDownload,
  tone: 'primary',
  label: () => t('action.issueCertificate'),
  enabled: () => true,
  cli: () => command('user', 'get_certificate'),
  async run(_, { client, certificates, page }) {
    const { filename, bytes } = await client.issueCertificate({ body: { format: 'zip' } });
    page.save(filename, bytes);
    await certificates.refresh(single);
  },
};

/** The same as one file behind a passphrase, for browsers and key chains. */
export const issuePkcs12: Action<undefined> = {
  id: 'certificate.pkcs12',
  icon: IconFileCertificate,
  label: () => t('action.issuePkcs12'),
  enabled: () => true,
  cli: () => command('user', 'get_pkcs12', 'conpaas.p12'),
  run: (_, { interaction }) => interaction.setState({ question: { kind: 'certificate-pkcs12' } }),
};

/** The authority's own certificate: whoever trusts it can check that they talk to this Director. */
export const downloadAuthority: Action<undefined> = {
  id: 'certificate.authority',
  icon: IconCertificate,
  label: () => t('action.downloadAuthority'),
  enabled: () => true,
  async run(_, { client, page }) {
    page.save('ca_cert.pem', await client.getAuthority());
  },
};

export const revokeCertificate: Action<Certificate> = {
  id: 'certificate.revoke',
  icon: IconCertificateOff,
  tone: 'danger',
  label: () => t('action.revokeCertificate'),
  enabled({ kind, revoked, notAfter }) {
    if (kind !== 'user') return t('reason.certificateOfInstance');
    if (revoked) return t('reason.alreadyRevoked');
    return Date.parse(notAfter) > Date.now() ? true : t('reason.certificateExpired');
  },
  confirm: ({ serial }) => ({
    title: t('confirm.revokeCertificate.title'),
    lost: t('confirm.revokeCertificate.lost', { serial }),
  }),
  cli: ({ serial }) => command('user', 'revoke_certificate', serial),
  async run({ serial }, { client, certificates, allCertificates }) {
    await client.revokeCertificate({ params: { serial } });
    await Promise.all([certificates.refresh(single), allCertificates.refresh(single)]);
  },
};
