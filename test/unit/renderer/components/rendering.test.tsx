import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ConpaasError } from '../../../../director/contract/errors.ts';
import { state } from '../../../../director/contract/state.ts';
import { ErrorPanel } from '../../../../renderer/components/error-panel.tsx';
import { lookOfApplication, lookOfState } from '../../../../renderer/components/look.ts';
import { StatusBadge } from '../../../../renderer/components/status-badge.tsx';
import { makeApplication, runningManager } from '../fake-world.ts';

const markup = (element: ReactNode) => renderToStaticMarkup(<MantineProvider>{element}</MantineProvider>);
const words = (element: ReactNode) => markup(element).replace(/<style.*?<\/style>|<[^>]+>/gs, ' ');

it.each(state.options)('shows the state %s by an icon and words, not by colour alone', (one) => {
  const shown = markup(<StatusBadge look={lookOfState(one)} />);
  expect(shown).toContain('<svg');
  expect(shown).toContain(lookOfState(one).label);
});

it('tells a manager that does not answer from one that runs', () => {
  const { manager } = runningManager;
  if (!manager) throw new Error('a running application has a manager');
  const application = makeApplication(1, 'Shop', { ...runningManager, manager: { ...manager, reachable: false } });
  expect(lookOfApplication(application)).toMatchObject({ tone: 'warn', label: 'Manager does not answer' });
});

it('shows what happened and what to do, and announces it', () => {
  const error = new ConpaasError('NAME_TAKEN', { name: 'Shop' }, { detail: 'UNIQUE constraint failed' });
  const panel = <ErrorPanel error={error} />;
  expect(words(panel)).toContain('Application name &quot;Shop&quot; is already taken');
  expect(words(panel)).toContain(error.hint);
  expect(markup(panel)).toContain('role="alert"');
  expect(words(panel)).toContain('Details');
});

it('has no button for details where there are none', () => {
  expect(words(<ErrorPanel error={new ConpaasError('NAME_REQUIRED')} />)).not.toContain('Details');
});
