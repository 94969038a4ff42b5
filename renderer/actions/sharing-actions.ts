import { IconNetwork, IconNetworkOff } from '@tabler/icons-react';
import { t } from '../i18n.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';
import { updateSettings } from './settings-actions.ts';

/** A host name, or an IPv4 or IPv6 address, as others would type it. */
const hostPattern = /^([\p{L}\d]([\p{L}\d-]{0,61}[\p{L}\d])?)(\.[\p{L}\d]([\p{L}\d-]{0,61}[\p{L}\d])?)*$|^[\da-f:]+$/iu;

export function isHostName(text: string): boolean {
  return text.length <= 253 && hostPattern.test(text);
}

/** Lets other computers reach the Director under a name. */
export const shareDirector: Action<{ hostName: string }> = {
  id: 'director.share',
  icon: IconNetwork,
  tone: 'primary',
  label: () => t('action.share'),
  enabled: ({ hostName }) => (isHostName(hostName) ? true : t('reason.hostName')),
  confirm: ({ hostName }) => ({
    title: t('confirm.share.title', { hostName }),
    lost: t('confirm.share.lost'),
  }),
  cli: ({ hostName }) => command('director', 'set_settings', `hostName=${hostName}`),
  run: ({ hostName }, model) => updateSettings.run({ hostName }, model),
};

export const unshareDirector: Action<undefined> = {
  id: 'director.unshare',
  icon: IconNetworkOff,
  label: () => t('action.unshare'),
  enabled: () => true,
  confirm: () => ({ title: t('confirm.unshare.title'), lost: t('confirm.unshare.lost') }),
  cli: () => command('director', 'set_settings', 'hostName=None'),
  run: (_, model) => updateSettings.run({ hostName: null }, model),
};

/** The address to give to others. @param api address of the Director's HTTPS listener on this computer */
export function sharedAddress(api: string, hostName: string): string {
  const url = new URL(api);
  const host = hostName.includes(':') ? `[${hostName}]` : hostName;
  return `${url.protocol}//${host}${url.port ? `:${url.port}` : ''}/`;
}
