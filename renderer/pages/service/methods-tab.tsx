import { Stack } from '@mantine/core';
import { scriptMethods } from '../../actions/method-actions.ts';
import type { ServiceTarget } from '../../actions/service-actions.ts';
import { ListSkeleton } from '../../components/page-skeleton.tsx';
import { useServiceType } from '../../components/use-service-type.ts';
import { MethodPanel } from './method-panel.tsx';
import { ScriptOutput } from './script-output.tsx';
import { Scripts } from './scripts.tsx';

/**
 * What only this type of service can do, built from its description. Scripts have a panel of their own; a new type with other
 * methods needs none.
 */
export default function MethodsTab({ target }: { target: ServiceTarget }) {
  const type = useServiceType(target.service.type);
  if (!type) return <ListSkeleton />;
  const names = type.methods.map(({ name }) => name);
  const ofScripts: readonly string[] = Object.values(scriptMethods);
  const hasScripts = ofScripts.every((name) => names.includes(name));
  const others = hasScripts ? type.methods.filter(({ name }) => !ofScripts.includes(name)) : type.methods;
  return (
    <Stack gap="lg">
      {hasScripts && (
        <>
          <Scripts target={target} />
          <ScriptOutput target={target} />
        </>
      )}
      {others.map((method) => (
        <MethodPanel key={method.name} target={{ ...target, method }} />
      ))}
    </Stack>
  );
}
