import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useModel } from '../model-context.ts';
import type { Question } from '../stores/interaction.ts';
import { AddServiceForm } from './add-service-form.tsx';
import { NameForm } from './name-form.tsx';
import { StartupScriptForm } from './startup-script-form.tsx';
import { useNaming } from './use-naming.ts';

/** Asks for what an action needs to know before it can run. */
export default function QuestionDialog({ question }: { question: Question }) {
  const { t } = useTranslation();
  const { interaction } = useModel();
  const naming = useNaming(question);
  const close = () => interaction.setState({ question: null });
  const titles = {
    'create-application': t('action.createApplication'),
    'rename-application': t('dialog.renameApplication'),
    'add-service': t('action.addService'),
    'rename-service': t('dialog.renameService'),
    'startup-script': t('action.startupScript'),
  };
  const wide = question.kind === 'startup-script' || question.kind === 'add-service';
  return (
    <Modal
      opened
      onClose={close}
      title={titles[question.kind]}
      size={wide ? 'lg' : 'md'}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {naming && <NameForm key={question.kind} naming={naming} onDone={close} />}
      {question.kind === 'add-service' && <AddServiceForm aid={question.aid} onDone={close} />}
      {question.kind === 'startup-script' && <StartupScriptForm place={question} onDone={close} />}
    </Modal>
  );
}
