import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CodeVersion } from '../../../director/contract/code.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { Section } from '../../components/section.tsx';
import { useEntry, useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';
import { AuthorizedKeys } from './authorized-keys.tsx';
import { CodeUpload } from './code-upload.tsx';
import { CodeVersions } from './code-versions.tsx';
import { LiftOffer } from './lift-offer.tsx';

/** Upload of archives, and the versions that came of them. */
export default function CodeTab({ target }: { target: ServiceTarget }) {
  const { t } = useTranslation();
  const { codeVersions } = useModel();
  const { value, error } = useEntry(codeVersions, serviceKey(target.service));
  const newest = value?.[0];
  return (
    <Stack gap="lg">
      <CodeUpload target={target} />
      {newest && offersLift(newest) && <LiftOffer target={target} version={newest} />}
      <Section title={t('code.versions')}>
        {error && <ErrorPanel error={error} />}
        {!value && !error && <ListSkeleton />}
        {value && <CodeVersions target={target} versions={value} />}
      </Section>
      <AuthorizedKeys target={target} />
    </Stack>
  );
}

/** An archive that holds one folder only was most likely meant to be served from within it. */
function offersLift({ subfolder, lifted }: CodeVersion): boolean {
  return subfolder !== null && !lifted;
}
