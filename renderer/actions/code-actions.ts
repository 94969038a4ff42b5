import { IconCheck, IconDownload, IconFolderUp, IconTrash } from '@tabler/icons-react';
import { pathOf } from '../../director/contract/client.ts';
import type { CodeVersion } from '../../director/contract/code.ts';
import { routes } from '../../director/contract/routes.ts';
import { t } from '../i18n.ts';
import { serviceKey } from '../stores/keys.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';
import { available, type ServiceTarget } from './service-actions.ts';

export interface CodeTarget extends ServiceTarget {
  version: CodeVersion;
}

const params = ({ service: { aid, sid }, version }: CodeTarget) => ({ aid, sid, version: version.codeVersionId });

export const enableCode: Action<CodeTarget> = {
  id: 'code.enable',
  icon: IconCheck,
  tone: 'primary',
  label: () => t('action.enableCode'),
  enabled: (target) => (target.version.current ? t('reason.alreadyActive') : available(target)),
  cli: (target) =>
    command(target.service.type, 'enable_code', target.service.aid, target.service.sid, target.version.codeVersionId),
  async run(target, { client, operations }) {
    operations.put(await client.enableCodeVersion({ params: params(target) }));
  },
};

export const downloadCode: Action<CodeTarget> = {
  id: 'code.download',
  icon: IconDownload,
  label: () => t('action.download'),
  enabled: () => true,
  cli: ({ service, version }) =>
    command(service.type, 'download_code', service.aid, service.sid, '--version', version.codeVersionId),
  run: (target, { page }) => page.download(pathOf(routes.downloadCodeVersion, { params: params(target) })),
};

/** Serve the only folder of the archive as the root, or the archive as it is. */
export const liftCode: Action<CodeTarget> = {
  id: 'code.lift',
  icon: IconFolderUp,
  label: ({ version }) =>
    version.lifted ? t('action.unliftCode') : t('action.liftCode', { folder: version.subfolder ?? '' }),
  enabled: available,
  cli: ({ service: { type, aid, sid }, version }) =>
    command(type, 'lift_code', aid, sid, version.codeVersionId, ...(version.lifted ? ['--undo'] : [])),
  async run(target, { client, codeVersions }) {
    await client.liftCodeVersion({ params: params(target), body: { lifted: !target.version.lifted } });
    await codeVersions.refresh(serviceKey(target.service));
  },
};

export const deleteCode: Action<CodeTarget> = {
  id: 'code.delete',
  icon: IconTrash,
  tone: 'danger',
  label: () => t('action.delete'),
  enabled: (target) => (target.version.current ? t('reason.activeVersion') : available(target)),
  confirm: ({ version: { codeVersionId, filename } }) => ({
    title: t('confirm.deleteCode.title', { version: codeVersionId }),
    lost: t('confirm.deleteCode.lost', { filename }),
  }),
  cli: ({ service, version }) => command(service.type, 'delete_code', service.aid, service.sid, version.codeVersionId),
  async run(target, { client, codeVersions }) {
    await client.deleteCodeVersion({ params: params(target) });
    await codeVersions.refresh(serviceKey(target.service));
  },
};
