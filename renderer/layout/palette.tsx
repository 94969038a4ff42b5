import { Kbd, Text } from '@mantine/core';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.layer.css';
import { IconApps, IconSearch, IconServer2 } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { bind } from '../actions/action.ts';
import { createApplication } from '../actions/application-actions.ts';
import type { BoundAction } from '../actions/bound-action.ts';
import { request } from '../actions/perform.ts';
import { openPalette, windowActions } from '../actions/window-actions.ts';
import { lookOfApplication, lookOfState } from '../components/look.ts';
import { keysOf } from '../components/shortcut.ts';
import { useCredit } from '../components/use-credit.ts';
import { useSession } from '../components/use-session.ts';
import {
  actionsOfApplication,
  actionsOfService,
  useApplications,
  useServiceTarget,
} from '../components/use-targets.ts';
import { useItem, useItems, useModel } from '../model-context.ts';
import { paths } from '../routes.ts';
import { useTarget } from './use-target.ts';

/** Everything that can be done here and everywhere one can go, by typing a part of its name. */
export default function Palette() {
  const { t } = useTranslation();
  const model = useModel();
  const session = useSession();
  const credit = useCredit();
  const { aid, sid } = useTarget();
  const application = useItem(model.applications, aid ?? 0);
  const target = useServiceTarget(aid ?? 0, sid ?? 0);
  const applications = useApplications();
  const services = Object.values(useItems(model.services));

  useEffect(() => spotlight.open(), []);

  const describe = ({ instances, cli = '' }: BoundAction) =>
    credit && instances ? [t('cost.perHour', { count: instances }), cli].join(' ') : cli;
  const entry = (action: BoundAction) => ({
    id: action.key,
    label: action.label,
    description: action.enabled === true ? describe(action) : action.enabled,
    disabled: action.enabled !== true,
    leftSection: <action.icon aria-hidden size={18} />,
    rightSection: action.shortcut ? <Kbd size="xs">{keysOf(action.shortcut)}</Kbd> : null,
    onClick: () => void request(action, model),
  });
  const here = [
    ...(target ? [{ group: target.service.name, actions: actionsOfService(target, model).map(entry) }] : []),
    ...(application ? [{ group: application.name, actions: actionsOfApplication(application, model).map(entry) }] : []),
  ];
  const places = [
    ...applications.map((one) => ({
      id: `go ${one.aid}`,
      label: one.name,
      description: lookOfApplication(one).label,
      leftSection: <IconApps aria-hidden size={18} />,
      onClick: () => model.page.go(paths.application(one.aid)),
    })),
    ...services.map((one) => ({
      id: `go ${one.aid} ${one.sid}`,
      label: `${model.applications.get(one.aid)?.name ?? ''} / ${one.name}`,
      description: lookOfState(one.state).label,
      leftSection: <IconServer2 aria-hidden size={18} />,
      onClick: () => model.page.go(paths.service(one)),
    })),
  ];
  const everywhere = [createApplication, ...windowActions(session).filter((action) => action !== openPalette)];
  const groups: SpotlightActionGroupData[] = [
    ...here,
    { group: t('palette.everywhere'), actions: everywhere.map((action) => entry(bind(action, undefined, model))) },
    { group: t('palette.places'), actions: places },
  ];
  return (
    <Spotlight
      actions={groups}
      nothingFound={<Text size="sm">{t('palette.nothing')}</Text>}
      highlightQuery
      scrollable
      maxHeight={460}
      shortcut={null}
      onSpotlightClose={() => model.interaction.setState({ paletteOpen: false })}
      searchProps={{
        leftSection: <IconSearch aria-hidden size={20} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  );
}
