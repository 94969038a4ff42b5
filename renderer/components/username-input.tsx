import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { username } from '../../director/contract/user.ts';

/** Whether the Director would take it as the name of an account. */
export function isUsername(text: string): boolean {
  return username.safeParse(text).success;
}

interface UsernameInputProps {
  value: string;
  onChange: (value: string) => void;
  checked: boolean;
  /** What the Director said of the name: another account has it. */
  refused: string | null;
}

/** The name of a new account. */
export function UsernameInput({ value, onChange, checked, refused }: UsernameInputProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('account.username')}
      description={t('account.usernameText')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={refused ?? (checked && !isUsername(value) && t('account.usernameWrong'))}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={80}
      data-autofocus
    />
  );
}
