import { Alert, Group, Text } from '@mantine/core';
import { IconFolderUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CodeVersion } from '../../../director/contract/code.ts';
import { bind } from '../../actions/action.ts';
import { liftCode } from '../../actions/code-actions.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useModel } from '../../model-context.ts';

/** Offers to serve the archive's only folder as the root. */
export function LiftOffer({ target, version }: { target: ServiceTarget; version: CodeVersion }) {
  const { t } = useTranslation();
  const model = useModel();
  const lift = bind(liftCode, { ...target, version }, model, { key: version.codeVersionId, subject: version.filename });
  return (
    <Alert
      role="status"
      color="ink"
      icon={<IconFolderUp aria-hidden />}
      title={t('code.liftTitle', { folder: version.subfolder })}
    >
      <Text size="sm">{t('code.liftText', { folder: version.subfolder, filename: version.filename })}</Text>
      <Group mt="sm">
        <ActionButton action={lift} size="xs" variant="filled" />
      </Group>
    </Alert>
  );
}
