import { ConpaasError } from '../../director/contract/errors.ts';
import { t } from '../i18n.ts';
import { paths } from '../routes.ts';
import type { Model } from '../stores/model.ts';
import type { BoundAction } from './bound-action.ts';

type Surroundings = Pick<Model, 'interaction' | 'page'>;

/** What a click, a key or a choice in the palette does: asks first where something would be lost, else does it. */
export async function request(action: BoundAction, model: Surroundings): Promise<void> {
  if (action.enabled !== true) {
    model.page.notify({ id: action.key, tone: 'info', title: action.label, text: action.enabled });
    return;
  }
  if (action.confirm) model.interaction.setState({ confirming: action });
  else await perform(action, model);
}

/** Does it. Never throws: what fails is told to the user. A second time while the first is not answered is ignored. */
export async function perform(action: BoundAction, { interaction, page }: Surroundings): Promise<void> {
  const { busy } = interaction.getState();
  if (busy.has(action.key)) return;
  interaction.setState({ busy: new Set([...busy, action.key]) });
  try {
    await action.run();
  } catch (thrown) {
    const error = ConpaasError.from(thrown);
    page.notify({
      id: action.key,
      tone: 'error',
      title: t('action.failed', { action: action.label }),
      error: error.toBody(),
      ...(error.code === 'INSUFFICIENT_CREDITS' ? { link: { path: paths.credits, label: t('credit.show') } } : {}),
    });
  } finally {
    const left = new Set(interaction.getState().busy);
    left.delete(action.key);
    interaction.setState({ busy: left });
  }
}
