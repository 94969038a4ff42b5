import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bind } from '../../actions/action.ts';
import { downloadAuthority, issueCertificate, issuePkcs12 } from '../../actions/certificate-actions.ts';
import { goToCertificates } from '../../actions/window-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionMenu } from '../../components/action-menu.tsx';
import { CommandHint } from '../../components/command-hint.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useModel } from '../../model-context.ts';
import { CertificateKinds } from './certificate-kinds.tsx';
import { CertificateSection } from './certificate-section.tsx';

/** Certificates with which programs prove who they are; people use them with cps-tools. */
export default function CertificatesPage() {
  const { t } = useTranslation();
  const model = useModel();
  const issue = bind(issueCertificate, undefined, model);
  const more = [issuePkcs12, downloadAuthority].map((action) => bind(action, undefined, model));
  const subject = t('navigation.certificates');
  return (
    <>
      <PageHeader
        title={subject}
        facts={<Text c="dimmed">{t('certificates.text')}</Text>}
        actions={
          <>
            <CommandHint actions={[bind(goToCertificates, undefined, model), issue]} subject={subject} />
            <ActionButton action={issue} />
            <ActionMenu actions={more} subject={subject} />
          </>
        }
      />
      <CertificateSection />
      <CertificateKinds />
    </>
  );
}
