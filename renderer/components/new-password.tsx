import { PasswordInput, Progress, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Strength, shortestPassword, strengthOf, strengthPercent } from './password-strength.ts';

const colors: Record<Strength, string> = { short: 'red', fair: 'yellow', good: 'teal', strong: 'teal' };

/** What is typed into the two fields of a new password. */
export interface NewPasswordState {
  password: string;
  repeated: string;
  change(fields: { password?: string; repeated?: string }): void;
  /** What is wrong with the first field, with the second; null: nothing. */
  problems: { password: string | null; repeated: string | null };
  valid: boolean;
}

export function useNewPassword(): NewPasswordState {
  const { t } = useTranslation();
  const [fields, setFields] = useState({ password: '', repeated: '' });
  const { password, repeated } = fields;
  const problems = {
    password: strengthOf(password) === 'short' ? t('password.tooShort', { count: shortestPassword }) : null,
    repeated: repeated === password ? null : t('password.different'),
  };
  const change = (changes: Partial<typeof fields>) => setFields((before) => ({ ...before, ...changes }));
  return { password, repeated, change, problems, valid: !problems.password && !problems.repeated };
}

interface NewPasswordProps {
  state: NewPasswordState;
  label: string;
  /** What is wrong is told at the fields from now on: the form was sent. */
  checked: boolean;
}

/** A new password, typed twice, with a hint how hard it is to guess. */
export function NewPassword({ state, label, checked }: NewPasswordProps) {
  const { t } = useTranslation();
  const hint = useId();
  const { password, repeated, change, problems } = state;
  const strength = strengthOf(password);
  const reveal = { 'aria-label': t('password.reveal') };
  return (
    <>
      <div>
        <PasswordInput
          label={label}
          description={t('password.rule', { count: shortestPassword })}
          value={password}
          onChange={(event) => change({ password: event.currentTarget.value })}
          error={checked && problems.password}
          autoComplete="new-password"
          maxLength={256}
          aria-describedby={hint}
          visibilityToggleButtonProps={reveal}
        />
        <div id={hint} role="status">
          {password !== '' && (
            <>
              <Progress value={strengthPercent[strength]} color={colors[strength]} size="xs" mt={6} aria-hidden />
              <Text size="xs" c="dimmed" mt={2}>
                {t(`password.strength.${strength}`)}
              </Text>
            </>
          )}
        </div>
      </div>
      <PasswordInput
        label={t('password.repeat')}
        value={repeated}
        onChange={(event) => change({ repeated: event.currentTarget.value })}
        error={(checked || (repeated !== '' && repeated.length >= password.length)) && problems.repeated}
        autoComplete="new-password"
        maxLength={256}
        visibilityToggleButtonProps={reveal}
      />
    </>
  );
}
