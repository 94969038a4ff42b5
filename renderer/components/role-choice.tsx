import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type UserRole, userRole } from '../../director/contract/user.ts';

/** What a user may do. */
export function RoleChoice({ value, onChange }: { value: UserRole; onChange: (role: UserRole) => void }) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('account.role')}
      value={value}
      onChange={(chosen) => onChange(userRole.catch('user').parse(chosen))}
    >
      <Stack gap={8} mt="xs">
        {(['user', 'administrator'] as const).map((role) => (
          <Radio key={role} value={role} label={t(`userRole.${role}`)} description={t(`userRoleText.${role}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
