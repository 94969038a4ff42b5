import { expect, it } from 'vitest';
import type { Credit } from '../../../../director/contract/credit.ts';
import { comingTime } from '../../../../renderer/components/format.ts';
import { warningOf } from '../../../../renderer/layout/credit-banner.tsx';

const now = new Date(2026, 4, 1, 12).getTime();
const inAnHour = new Date(now + 3_600_000).toISOString();
const credit: Credit = {
  enabled: true,
  balance: 3,
  instances: 2,
  nextCharge: inAnHour,
  runsOut: inAnHour,
  level: 'plenty',
};

it('is silent while there are plenty', () => {
  expect(warningOf(credit, now)).toBeNull();
});

it('tells when the credits run out, and what is stopped then', () => {
  const warning = warningOf({ ...credit, level: 'low' }, now);
  expect(warning).toContain(`run out at ${comingTime(inAnHour, now)}`);
  expect(warning).toContain('applications are stopped');
});

it('tells when applications are stopped once nothing is left', () => {
  expect(warningOf({ ...credit, level: 'empty', balance: 0 }, now)).toContain(
    `at ${comingTime(inAnHour, now)} all your`,
  );
});

it('does not speak of stopping where nothing runs', () => {
  const idle = { ...credit, level: 'empty', balance: 0, instances: 0, nextCharge: null, runsOut: null } as const;
  expect(warningOf(idle, now)).toBe('You have no credits left: nothing can be started.');
});
