import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { bind } from '../actions/action.ts';
import { createApplication } from '../actions/application-actions.ts';
import { request } from '../actions/perform.ts';
import { openSite } from '../actions/service-actions.ts';
import { windowActions } from '../actions/window-actions.ts';
import { useSession } from '../components/use-session.ts';
import { bindService, useServiceTarget } from '../components/use-targets.ts';
import { useModel } from '../model-context.ts';
import { useTarget } from './use-target.ts';

/** Lets the keys named by actions run them, on the page that is shown. */
export function useShortcuts(): void {
  const model = useModel();
  const session = useSession();
  const { aid, sid } = useTarget();
  const target = useServiceTarget(aid ?? 0, sid ?? 0);
  const actions = [
    ...[...windowActions(session), createApplication].map((action) => bind(action, undefined, model)),
    ...(target ? [bindService(openSite, target, model)] : []),
  ];
  useHotkeys(
    actions.flatMap((action): HotkeyItem[] =>
      action.shortcut ? [[action.shortcut, () => void request(action, model)]] : [],
    ),
  );
}
