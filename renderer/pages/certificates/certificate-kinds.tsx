import { DataList } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { certificate } from '../../../director/contract/certificate.ts';
import { Section } from '../../components/section.tsx';

/** What each kind is for, in a sentence. */
export function CertificateKinds() {
  const { t } = useTranslation();
  return (
    <Section title={t('certificates.kinds')}>
      <DataList gap="sm" labelWidth="9rem">
        {certificate.shape.kind.options.toReversed().map((kind) => (
          <DataList.Item key={kind}>
            <DataList.ItemLabel>{t(`certificateKind.${kind}`)}</DataList.ItemLabel>
            <DataList.ItemValue>{t(`certificateKindText.${kind}`)}</DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
    </Section>
  );
}
