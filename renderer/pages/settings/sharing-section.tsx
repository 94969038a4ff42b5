import { Group, List, Stack, Text, TextInput } from '@mantine/core';
import { IconLock, IconWorld } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings, System } from '../../../director/contract/system.ts';
import { bind } from '../../actions/action.ts';
import { downloadAuthority } from '../../actions/certificate-actions.ts';
import { request } from '../../actions/perform.ts';
import { shareDirector, sharedAddress, unshareDirector } from '../../actions/sharing-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CommandHint, CommandLine } from '../../components/command-hint.tsx';
import type { Look } from '../../components/look.ts';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useModel } from '../../model-context.ts';

/** Whether other computers can reach this Director; what that opens is said before it is switched on. */
export function SharingSection({ settings: { hostName }, system }: { settings: Settings; system: System }) {
  const { t } = useTranslation();
  const look: Look =
    hostName === null
      ? { tone: 'calm', icon: IconLock, label: t('sharing.off') }
      : { tone: 'warn', icon: IconWorld, label: t('sharing.on') };
  return (
    <Section title={t('sharing.title')} actions={<StatusBadge look={look} />}>
      {hostName === null ? <Offer /> : <Shared address={sharedAddress(system.address.api, hostName)} />}
    </Section>
  );
}

function Offer() {
  const { t } = useTranslation();
  const model = useModel();
  const [hostName, setHostName] = useState('');
  const share = bind(shareDirector, { hostName: hostName.trim() }, model);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void request(share, model);
  };
  return (
    <Stack gap="md">
      <Text size="sm">{t('sharing.offText')}</Text>
      <List size="sm" spacing={4}>
        <List.Item>{t('sharing.opens.pages')}</List.Item>
        <List.Item>{t('sharing.opens.passwords')}</List.Item>
        <List.Item>{t('sharing.opens.applications')}</List.Item>
      </List>
      <form onSubmit={onSubmit}>
        <Group align="flex-end">
          <TextInput
            label={t('sharing.hostName')}
            description={t('sharing.hostNameText')}
            placeholder="conpaas.example.org"
            value={hostName}
            onChange={(event) => setHostName(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            maxLength={253}
            style={{ flex: '1 1 20rem', maxWidth: 460 }}
          />
          <ActionButton action={share} />
          <CommandHint actions={[share]} subject={t('sharing.title')} />
        </Group>
      </form>
    </Stack>
  );
}

function Shared({ address }: { address: string }) {
  const { t } = useTranslation();
  const model = useModel();
  const unshare = bind(unshareDirector, undefined, model);
  return (
    <Stack gap="md">
      <Text size="sm">{t('sharing.onText')}</Text>
      <CommandLine label={t('sharing.address')} command={address} />
      <Text size="sm" c="dimmed">
        {t('sharing.trust')}
      </Text>
      <Group gap="xs">
        <ActionButton action={bind(downloadAuthority, undefined, model)} />
        <ActionButton action={unshare} />
        <CommandHint actions={[unshare]} subject={t('sharing.title')} />
      </Group>
    </Stack>
  );
}
