import { Stack } from '@mantine/core';
import type { ServiceTypeDescription } from '../../../director/contract/service.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { useServiceType } from '../../components/use-service-type.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { serviceKey } from '../../stores/keys.ts';
import { ConfigurationForm } from './configuration-form.tsx';
import { DebugSwitch } from './debug-switch.tsx';
import { StartupScript } from './startup-script.tsx';

/** What can be set of a service: built from its type. */
export default function SettingsTab({ target }: { target: ServiceTarget }) {
  const type = useServiceType(target.service.type);
  if (!type) return <ListSkeleton />;
  return (
    <Stack gap="lg">
      {type.configuration.length > 0 && <Configuration target={target} type={type} />}
      <StartupScript target={target} />
    </Stack>
  );
}

function Configuration({ target, type }: { target: ServiceTarget; type: ServiceTypeDescription }) {
  const { configurations } = useModel();
  const { value, error } = useEntry(configurations, serviceKey(target.service));
  if (error && !value) return <ErrorPanel error={error} />;
  if (!value) return <ListSkeleton />;
  return (
    <>
      {type.configuration.some(({ key }) => key === 'display_errors') && (
        <DebugSwitch target={target} on={value.values.display_errors === 'On'} />
      )}
      <ConfigurationForm target={target} keys={type.configuration} values={value.values} />
    </>
  );
}
