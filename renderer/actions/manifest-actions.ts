import { IconFileExport, IconRocket } from '@tabler/icons-react';
import type { Application } from '../../director/contract/application.ts';
import type { ManifestCheck } from '../../director/contract/manifest-check.ts';
import { t } from '../i18n.ts';
import type { ManifestInput } from '../stores/manifest-draft.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';

/** A manifest with what the Director says of it; null while that is not known. */
export interface ManifestTarget extends ManifestInput {
  check: ManifestCheck | null;
}

export const deployManifest: Action<ManifestTarget> = {
  id: 'manifest.deploy',
  icon: IconRocket,
  tone: 'primary',
  label: () => t('action.deployManifest'),
  enabled({ check }) {
    if (!check) return t('reason.manifestUnchecked');
    return check.plan ? true : t('reason.manifestHasErrors');
  },
  instances: ({ check }) => check?.plan?.instances,
  cli: ({ cloud }) => command('application', 'manifest', '<file>', ...(cloud === null ? [] : ['--cloud', cloud])),
  async run({ text, cloud }, { client, operations }) {
    const body = { manifest: text, ...(cloud === null ? {} : { cloud }) };
    operations.put(await client.deployManifest({ body }));
  },
};

/** An archive with a manifest and the files that it names. What it makes is not known before the Director has it. */
export interface BundleTarget {
  file: File;
  cloud: string | null;
}

export const deployBundle: Action<BundleTarget> = {
  id: 'manifest.deploy-bundle',
  icon: IconRocket,
  tone: 'primary',
  label: () => t('action.deployManifest'),
  enabled: () => true,
  confirm: ({ file: { name } }) => ({
    title: t('confirm.deployBundle.title', { name }),
    lost: t('confirm.deployBundle.lost'),
  }),
  cli: ({ file: { name }, cloud }) =>
    command('application', 'manifest', name, ...(cloud === null ? [] : ['--cloud', cloud])),
  async run({ file, cloud }, { uploads, operations }) {
    const operation = await uploads.deployBundle(file, cloud);
    if (operation) operations.put(operation);
  },
};

/** Shows the manifest that makes the application again. */
export const exportManifest: Action<Application> = {
  id: 'application.export',
  icon: IconFileExport,
  label: () => t('action.exportManifest'),
  enabled: () => true,
  cli: ({ aid }) => command('application', 'get_manifest', aid),
  run: ({ aid }, { interaction }) => interaction.setState({ question: { kind: 'export-manifest', aid } }),
};
