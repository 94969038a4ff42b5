import { Button, Group, Stack } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../../director/contract/user.ts';
import { AccountFieldInputs, type AccountFields, isEmail } from '../../components/account-fields.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { useSubmit } from '../../dialogs/use-submit.ts';
import { useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';

/** Names, e-mail and affiliation. */
export function ProfileForm({ profile: saved }: { profile: User }) {
  const { t } = useTranslation();
  const { client, profile, page } = useModel();
  const { email, firstName, lastName, affiliation } = saved;
  const before: AccountFields = { email, firstName, lastName, affiliation };
  const [changes, setChanges] = useState<Partial<AccountFields>>({});
  const [checked, setChecked] = useState(false);
  const fields = { ...before, ...changes };
  const changed = (Object.keys(before) as (keyof AccountFields)[]).some((key) => fields[key].trim() !== before[key]);
  const { submit, sending, error } = useSubmit(
    async () => profile.put(single, await client.updateProfile({ body: { ...fields, email: fields.email.trim() } })),
    () => {
      setChanges({});
      page.notify({ id: 'profile', tone: 'success', title: t('profile.saved') });
    },
  );
  const emailTaken = error?.code === 'EMAIL_TAKEN' ? error.message : null;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (changed && isEmail(fields.email)) void submit();
  };
  return (
    <Section title={t('profile.section')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack maw={640}>
          <AccountFieldInputs
            fields={fields}
            onChange={(more) => setChanges((earlier) => ({ ...earlier, ...more }))}
            checked={checked}
            refusedEmail={emailTaken}
          />
          {error && !emailTaken && <ErrorPanel error={error} />}
          <Group>
            <Button type="submit" loading={sending} disabled={!changed}>
              {t('account.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
