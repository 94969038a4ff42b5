import { Button, Group, NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { command } from '../actions/command-line.ts';
import { CommandLine } from '../components/command-hint.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { wholeNumber } from '../components/format.ts';
import { useEntry, useModel } from '../model-context.ts';
import { single } from '../stores/mirror.ts';
import { useSubmit } from './use-submit.ts';

const directions = ['give', 'take'] as const;

/** Gives credits to a user, or takes some; a balance never goes below nothing. */
export function AddCreditForm({ uid, onDone }: { uid: number; onDone: () => void }) {
  const { t } = useTranslation();
  const { client, users, userCredits } = useModel();
  const { value: all } = useEntry(users, single);
  const user = all?.find((one) => one.uid === uid);
  const { value: credit } = useEntry(userCredits, String(uid));
  const [direction, setDirection] = useState<(typeof directions)[number]>('give');
  const [amount, setAmount] = useState<number | string>(10);
  const [note, setNote] = useState('');
  const count = Number(amount);
  const change = direction === 'give' ? count : -count;
  const { submit, sending, error } = useSubmit(async () => {
    const reason = note.trim() ? { note: note.trim() } : {};
    userCredits.put(String(uid), await client.addCredit({ params: { uid }, body: { change, ...reason } }));
    await users.refresh(single);
  }, onDone);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (count > 0) void submit();
  };
  const balance = credit?.balance ?? user?.credit;
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <SegmentedControl
          aria-label={t('addCredit.direction')}
          value={direction}
          onChange={(value) => setDirection(directions.find((one) => one === value) ?? 'give')}
          data={directions.map((value) => ({ value, label: t(`addCredit.${value}`) }))}
        />
        <NumberInput
          label={t('addCredit.amount')}
          value={amount}
          onChange={setAmount}
          min={1}
          max={1_000_000_000}
          allowDecimal={false}
          thousandSeparator=","
          data-autofocus
        />
        <TextInput
          label={t('addCredit.note')}
          description={t('addCredit.noteText')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={200}
          autoComplete="off"
        />
        {balance !== undefined && (
          <Text size="sm" role="status">
            {t('addCredit.after', { before: wholeNumber(balance), after: wholeNumber(Math.max(0, balance + change)) })}
          </Text>
        )}
        {error && <ErrorPanel error={error} />}
        <CommandLine
          label={t('command.title')}
          command={command('user', 'add_credit', user?.username ?? '<name>', change)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={sending} disabled={count <= 0}>
            {direction === 'give' ? t('addCredit.giveCount', { count }) : t('addCredit.takeCount', { count })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
