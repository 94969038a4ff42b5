import { SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { email } from '../../director/contract/user.ts';

/** What an account tells of a person. */
export interface AccountFields {
  email: string;
  firstName: string;
  lastName: string;
  affiliation: string;
}

export const noAccountFields: AccountFields = { email: '', firstName: '', lastName: '', affiliation: '' };

/** Whether it looks like an e-mail address, by the rule of the Director. */
export function isEmail(text: string): boolean {
  return email.safeParse(text.trim()).success;
}

interface AccountFieldsProps {
  fields: AccountFields;
  onChange: (changes: Partial<AccountFields>) => void;
  /** What is wrong is told at the fields from now on: the form was sent. */
  checked: boolean;
  /** What the Director said of the address: another account has it. */
  refusedEmail?: string | null;
}

/** E-mail, names and affiliation: the same for registering, for the profile and for administrators. */
export function AccountFieldInputs({ fields, onChange, checked, refusedEmail }: AccountFieldsProps) {
  const { t } = useTranslation();
  const input = (key: keyof AccountFields, autoComplete: string) => ({
    label: t(`account.${key}`),
    value: fields[key],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [key]: event.currentTarget.value }),
    autoComplete,
    maxLength: 256,
  });
  return (
    <>
      <TextInput
        {...input('email', 'email')}
        type="email"
        error={refusedEmail ?? (checked && !isEmail(fields.email) && t('account.emailWrong'))}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput {...input('firstName', 'given-name')} />
        <TextInput {...input('lastName', 'family-name')} />
      </SimpleGrid>
      <TextInput {...input('affiliation', 'organization')} description={t('account.affiliationText')} />
    </>
  );
}
