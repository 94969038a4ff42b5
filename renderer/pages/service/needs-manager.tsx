import { IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { startApplication } from '../../actions/application-actions.ts';
import { isManaged, type ServiceTarget } from '../../actions/service-actions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Cost } from '../../components/cost.tsx';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { bindApplication } from '../../components/use-targets.ts';
import { useModel } from '../../model-context.ts';

/** Code, settings and history are kept by the manager of the application: without it there is nothing to show, and a way to start it. */
export function NeedsManager({ target, children }: { target: ServiceTarget; children: ReactNode }) {
  const { t } = useTranslation();
  const model = useModel();
  if (isManaged(target)) return children;
  const start = bindApplication(startApplication, target.application, model);
  return (
    <NothingYet
      icon={IconPlayerPlay}
      title={t('service.applicationStopped', { name: target.application.name })}
      text={t('service.applicationStoppedText')}
    >
      <ActionButton action={start} />
      {start.instances && <Cost instances={start.instances} />}
    </NothingYet>
  );
}
