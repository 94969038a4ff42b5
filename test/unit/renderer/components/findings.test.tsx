import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { mebibytes } from '../../../../renderer/components/format.ts';
import { CheckItem } from '../../../../renderer/pages/checks/check-item.tsx';
import { ImportedLines } from '../../../../renderer/pages/configuration-import/imported-lines.tsx';
import { ProblemList } from '../../../../renderer/pages/manifest/problem-list.tsx';
import { importReport, makeCheck } from '../fake-types.ts';

const markup = (element: ReactNode) => renderToStaticMarkup(<MantineProvider>{element}</MantineProvider>);
const words = (element: ReactNode) =>
  markup(element)
    .replace(/<style.*?<\/style>|<[^>]+>/gs, ' ')
    .replace(/\s+/g, ' ');

it('lists what is wrong with a manifest, each as a button that tells severity, place and what to write', () => {
  const problem = {
    severity: 'error',
    line: 5,
    column: 3,
    field: 'Services[0].Type',
    message: 'No such type.',
  } as const;
  const list = <ProblemList problems={[{ ...problem, hint: 'Write php.' }]} onGoTo={() => {}} />;
  expect(words(list)).toContain('Error: No such type. Write php. Line 5, Services[0].Type');
  expect(markup(list).match(/<button/g)).toHaveLength(1);
  expect(words(<ProblemList problems={[]} onGoTo={() => {}} />)).toContain('Nothing is wrong.');
});

it('tells cause and fix of what is wrong with the Director, and only what was found of what is well', () => {
  const told = {
    wanted: 'An answer.',
    cause: 'It ended.',
    fix: 'Start it.',
    found: 'No answer.',
    detail: 'ECONNREFUSED',
  };
  const failed = words(<CheckItem check={makeCheck('ports', { title: 'Ports', state: 'failed', ...told })} />);
  for (const text of ['Ports', 'Failed', 'No answer.', 'An answer.', 'It ended.', 'Start it.', 'Details'])
    expect(failed).toContain(text);
  const passed = words(<CheckItem check={makeCheck('ports', { title: 'Ports', ...told, detail: null })} />);
  expect(passed).toContain('Passed');
  expect(passed).not.toContain('Start it.');
  expect(passed).not.toContain('Details');
});

it('says of settings of an older Director whether they would be or were taken over', () => {
  const lines = (applied: boolean) =>
    words(<ImportedLines group="taken" lines={importReport.taken} applied={applied} />);
  expect(lines(false)).toContain('Is taken over (2)');
  expect(lines(true)).toContain('Was taken over (2)');
  expect(lines(true)).toContain('[conpaas] CREDIT_LIMIT = 120 The most credits for a new user.');
});

it.each([
  [200, '200 MiB'],
  [1024, '1 GiB'],
  [1536, '1.5 GiB'],
])('writes the size of a volume of %i megabytes as %s', (size, text) => {
  expect(mebibytes(size)).toBe(text);
});
