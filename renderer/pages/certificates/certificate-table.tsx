import { Code, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Certificate } from '../../../director/contract/certificate.ts';
import { bind } from '../../actions/action.ts';
import { revokeCertificate } from '../../actions/certificate-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { dayOf, exactTime } from '../../components/format.ts';
import { lookOfCertificate } from '../../components/look.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';

interface CertificateTableProps {
  certificates: readonly Certificate[];
  /** Tells whose each is: for administrators. */
  withOwner: boolean;
}

export function CertificateTable({ certificates, withOwner }: CertificateTableProps) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('certificates.for')}</Table.Th>
            {withOwner && <Table.Th scope="col">{t('certificates.owner')}</Table.Th>}
            <Table.Th scope="col">{t('certificates.state')}</Table.Th>
            <Table.Th scope="col">{t('certificates.issued')}</Table.Th>
            <Table.Th scope="col">{t('certificates.until')}</Table.Th>
            <Table.Th scope="col">{t('certificates.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {certificates.map((certificate) => (
            <Row key={certificate.serial} certificate={certificate} withOwner={withOwner} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ certificate, withOwner }: { certificate: Certificate; withOwner: boolean }) {
  const { t } = useTranslation();
  const model = useModel();
  const { serial, kind, aid, issued, notAfter, revoked } = certificate;
  const application =
    aid === null ? null : (model.applications.get(aid)?.name ?? t('certificates.application', { aid }));
  const revoke = bind(revokeCertificate, certificate, model, { key: serial, subject: serial });
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {application
          ? t('certificates.ofApplication', { kind: t(`certificateKind.${kind}`), application })
          : t(`certificateKind.${kind}`)}
        <Text size="xs" c="dimmed" component="div" maw={150} truncate title={serial}>
          <Code fz="inherit">{serial}</Code>
        </Text>
      </Table.Th>
      {withOwner && (
        <Table.Td>
          <Owner uid={certificate.uid} />
        </Table.Td>
      )}
      <Table.Td>
        <StatusBadge look={lookOfCertificate(certificate, Date.now())} />
        {revoked && (
          <Text size="xs" c="dimmed">
            {dayOf(revoked)}
          </Text>
        )}
      </Table.Td>
      <Table.Td title={exactTime(issued)} style={{ whiteSpace: 'nowrap' }}>
        {dayOf(issued)}
      </Table.Td>
      <Table.Td title={exactTime(notAfter)} style={{ whiteSpace: 'nowrap' }}>
        {dayOf(notAfter)}
      </Table.Td>
      <Table.Td>
        {kind === 'user' && revoke.enabled === true && <ActionButton action={revoke} size="xs" named />}
      </Table.Td>
    </Table.Tr>
  );
}

function Owner({ uid }: { uid: number | null }) {
  const { t } = useTranslation();
  const { value: users } = useEntry(useModel().users, single);
  if (uid === null) return t('certificateKind.director');
  return users?.find((user) => user.uid === uid)?.username ?? t('certificates.formerUser', { uid });
}
