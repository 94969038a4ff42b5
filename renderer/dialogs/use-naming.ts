import { useTranslation } from 'react-i18next';
import { command } from '../actions/command-line.ts';
import { useModel } from '../model-context.ts';
import { paths } from '../routes.ts';
import type { Question } from '../stores/interaction.ts';
import { serviceKey } from '../stores/keys.ts';

/** A question whose answer is a name. */
export interface Naming {
  label: string;
  description: string;
  current: string;
  submit: string;
  cli(name: string): string;
  /** @throws ConpaasError NAME_TAKEN and others */
  send(name: string): Promise<void>;
}

/** What a question for a name does with it; undefined for other questions. */
export function useNaming(question: Question): Naming | undefined {
  const { t } = useTranslation();
  const { client, applications, services, page } = useModel();
  switch (question.kind) {
    case 'create-application':
      return {
        label: t('dialog.applicationName'),
        description: t('dialog.applicationNameText'),
        current: '',
        submit: t('dialog.create'),
        cli: (name) => command('application', 'create', name || '<name>'),
        async send(name) {
          const application = await client.createApplication({ body: { name } });
          applications.put(application);
          page.go(paths.application(application.aid));
        },
      };
    case 'rename-application': {
      const params = { aid: question.aid };
      return {
        label: t('dialog.applicationName'),
        description: t('dialog.renameText'),
        current: applications.get(question.aid)?.name ?? '',
        submit: t('action.rename'),
        cli: (name) => command('application', 'rename', question.aid, name || '<new name>'),
        send: async (name) => applications.put(await client.renameApplication({ params, body: { name } })),
      };
    }
    case 'rename-service': {
      const params = { aid: question.aid, sid: question.sid };
      return {
        label: t('dialog.serviceName'),
        description: t('dialog.renameText'),
        current: services.get(serviceKey(params))?.name ?? '',
        submit: t('action.rename'),
        cli: (name) => command('service', 'rename', question.aid, question.sid, name || '<new name>'),
        send: async (name) => services.put(await client.renameService({ params, body: { name } })),
      };
    }
    default:
      return undefined;
  }
}
