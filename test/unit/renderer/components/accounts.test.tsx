import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { isEmail } from '../../../../renderer/components/account-fields.tsx';
import { costOf } from '../../../../renderer/components/cost.tsx';
import { comingTime, wholeNumber } from '../../../../renderer/components/format.ts';
import { lookOfCertificate, lookOfCredit, lookOfUser } from '../../../../renderer/components/look.ts';
import { strengthOf } from '../../../../renderer/components/password-strength.ts';
import { isUsername } from '../../../../renderer/components/username-input.tsx';
import { BalancePicture } from '../../../../renderer/pages/credits/balance-picture.tsx';
import { CreditFigures } from '../../../../renderer/pages/credits/credit-figures.tsx';
import { CreditHistoryList } from '../../../../renderer/pages/credits/credit-history-list.tsx';
import { makeCertificate, makeEntry } from '../fake-world.ts';

const markup = (element: ReactNode) => renderToStaticMarkup(<MantineProvider>{element}</MantineProvider>);
const words = (element: ReactNode) => markup(element).replace(/<style.*?<\/style>|<[^>]+>/gs, ' ');
const now = new Date(2026, 4, 1, 12).getTime();
const later = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
const estimate = { enabled: true, instances: 2, balance: 20, perHourNow: 1, perHourAfter: 3, enough: true };

it('tells what a start costs and how long the credits last then', () => {
  const time = comingTime(later(6), now);
  expect(costOf({ ...estimate, runsOutAfter: later(6) }, now)).toBe(
    `Costs 2 credits per hour. Your credits then last until ${time}.`,
  );
});

it('says before a start that it would be refused', () => {
  expect(costOf({ ...estimate, balance: 1, enough: false, runsOutAfter: null }, now)).toBe(
    'Costs 2 credits per hour. You have 1: not enough.',
  );
});

it('names the day only of what does not come today', () => {
  expect(comingTime(later(1), now)).toMatch(/^1:00/);
  expect(comingTime(later(30), now)).toMatch(/^May 2, 6:00/);
  expect(comingTime(later(24 * 300), now)).toContain('2027');
});

it('writes changes with their sign', () => {
  expect([wholeNumber(1250), wholeNumber(5, true), wholeNumber(-5, true)]).toEqual(['1,250', '+5', '−5']);
});

it.each([
  ['', 'short'],
  ['1234567', 'short'],
  ['12345678', 'fair'],
  ['twelve chars', 'good'],
  ['correct horse battery', 'strong'],
])('finds the password "%s" %s', (password, strength) => {
  expect(strengthOf(password)).toBe(strength);
});

it('knows user names and e-mail addresses by the rules of the Director', () => {
  expect([isUsername('ada'), isUsername('  '), isUsername('a\u0007'), isUsername('x'.repeat(81))]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect([isEmail(' ada@example.org '), isEmail('ada')]).toEqual([true, false]);
});

it.each([
  ['Valid', {}],
  ['Expires soon', { notAfter: later(24 * 29) }],
  ['Expired', { notAfter: later(-1) }],
  ['Revoked', { notAfter: later(-1), revoked: later(-2) }],
])('tells that a certificate is %s', (label, changes) => {
  const certificate = makeCertificate('AB', { notAfter: later(24 * 300), ...changes });
  expect(lookOfCertificate(certificate, now).label).toBe(label);
});

it('tells levels and accounts by words and icons that differ', () => {
  const levels = (['plenty', 'low', 'empty'] as const).map(lookOfCredit);
  const users = [true, false].map((enabled) => lookOfUser({ enabled }));
  for (const looks of [levels, users]) {
    expect(new Set(looks.map(({ label }) => label)).size).toBe(looks.length);
    expect(new Set(looks.map(({ icon }) => icon)).size).toBe(looks.length);
  }
});

it('shows where somebody stands in figures, also where nothing runs', () => {
  const credit = {
    enabled: true,
    balance: 1250,
    instances: 0,
    nextCharge: null,
    runsOut: null,
    level: 'plenty',
  } as const;
  const shown = words(<CreditFigures credit={credit} title="Now" />);
  expect(shown).toContain('1,250');
  expect(shown).toContain('Nothing runs');
});

it('tells what the picture shows to those who do not see it', () => {
  const entries = [makeEntry(2, -1, { balance: 49 }), makeEntry(1, 50, { balance: 50 })];
  const shown = markup(<BalancePicture entries={entries} />);
  expect(shown).toMatch(/role="img" aria-label="Balance over time: from 0 .* to 49/);
  expect(words(<BalancePicture entries={entries} />)).toContain('49');
});

it('shows who gave credits and why, and offers older entries only where there are some', () => {
  const entries = [makeEntry(1, 60, { balance: 110, text: 'For the course', by: 'owner' })];
  const state = { entries, complete: true, loading: false, error: null };
  const complete = words(<CreditHistoryList state={state} onMore={() => {}} />);
  expect(complete).toContain('For the course');
  expect(complete).toContain('by owner');
  expect(complete).not.toContain('Show older');
  expect(words(<CreditHistoryList state={{ ...state, complete: false }} onMore={() => {}} />)).toContain('Show older');
});
