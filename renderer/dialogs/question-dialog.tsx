import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useModel } from '../model-context.ts';
import type { Question } from '../stores/interaction.ts';
import { AddCreditForm } from './add-credit-form.tsx';
import { AddKeysForm } from './add-keys-form.tsx';
import { AddServiceForm } from './add-service-form.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import { CreateUserForm } from './create-user-form.tsx';
import { CreateVolumeForm } from './create-volume-form.tsx';
import { EditUserForm } from './edit-user-form.tsx';
import { ExportView } from './export-view.tsx';
import { NameForm } from './name-form.tsx';
import { Pkcs12Form } from './pkcs12-form.tsx';
import { SetPasswordForm } from './set-password-form.tsx';
import { StartupScriptForm } from './startup-script-form.tsx';
import { useNaming } from './use-naming.ts';

/** Asks for what an action needs to know before it can run. */
export default function QuestionDialog({ question }: { question: Question }) {
  const { t } = useTranslation();
  const { interaction } = useModel();
  const naming = useNaming(question);
  const close = () => interaction.setState({ question: null });
  const titles: Record<Question['kind'], string> = {
    'create-application': t('action.createApplication'),
    'rename-application': t('dialog.renameApplication'),
    'add-service': t('action.addService'),
    'rename-service': t('dialog.renameService'),
    'startup-script': t('action.startupScript'),
    'create-volume': t('action.createVolume'),
    'add-keys': t('action.addKeys'),
    'export-manifest': t('export.title'),
    'change-password': t('password.title'),
    'certificate-pkcs12': t('pkcs12.title'),
    'create-user': t('action.createUser'),
    'edit-user': t('dialog.editUser'),
    'set-password': t('action.setPassword'),
    'add-credit': t('action.addCredit'),
  };
  return (
    <Modal
      opened
      onClose={close}
      title={titles[question.kind]}
      size={wide.includes(question.kind) ? 'lg' : 'md'}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {naming ? <NameForm key={question.kind} naming={naming} onDone={close} /> : formOf(question, close)}
    </Modal>
  );
}

const wide: readonly Question['kind'][] = [
  ...(['startup-script', 'add-service', 'create-user', 'edit-user', 'add-keys', 'export-manifest'] as const),
];

/** The form of a question whose answer is more than a name. */
function formOf(question: Question, onDone: () => void): ReactNode {
  switch (question.kind) {
    case 'add-service':
      return <AddServiceForm aid={question.aid} onDone={onDone} />;
    case 'startup-script':
      return <StartupScriptForm place={question} onDone={onDone} />;
    case 'create-volume':
      return <CreateVolumeForm place={question} onDone={onDone} />;
    case 'add-keys':
      return <AddKeysForm place={question} onDone={onDone} />;
    case 'export-manifest':
      return <ExportView aid={question.aid} />;
    case 'change-password':
      return <ChangePasswordForm onDone={onDone} />;
    case 'certificate-pkcs12':
      return <Pkcs12Form onDone={onDone} />;
    case 'create-user':
      return <CreateUserForm onDone={onDone} />;
    case 'edit-user':
      return <EditUserForm uid={question.uid} onDone={onDone} />;
    case 'set-password':
      return <SetPasswordForm uid={question.uid} onDone={onDone} />;
    case 'add-credit':
      return <AddCreditForm uid={question.uid} onDone={onDone} />;
    default:
      return null;
  }
}
