import { IconPlayerStop } from '@tabler/icons-react';
import type { Operation } from '../../director/contract/operation.ts';
import { t } from '../i18n.ts';
import { isUnderWay } from '../stores/operations.ts';
import type { Action } from './action.ts';
import { command } from './command-line.ts';

export const cancelOperation: Action<Operation> = {
  id: 'operation.cancel',
  icon: IconPlayerStop,
  label: () => t('action.cancel'),
  enabled(operation) {
    if (!isUnderWay(operation)) return t('reason.taskEnded');
    if (operation.state === 'cancelling') return t('reason.taskCancelling');
    return operation.cancellable ? true : t('reason.taskNotCancellable');
  },
  cli: ({ id }) => command('task', 'cancel', id),
  async run({ id }, { client, operations }) {
    operations.put(await client.cancelOperation({ params: { id } }));
  },
};
