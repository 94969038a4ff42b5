import { expect, it } from 'vitest';
import { type Address, takeLaunchToken } from '../../../../renderer/director/session.ts';

function address(hash: string): Address & { cleared: boolean } {
  return {
    cleared: false,
    hash: () => hash,
    clearHash() {
      this.cleared = true;
    },
  };
}

it('takes the launch token out of the address', () => {
  const page = address('#launch=abc-123');
  expect(takeLaunchToken(page)).toBe('abc-123');
  expect(page.cleared).toBe(true);
});

it('leaves other addresses alone', () => {
  const page = address('#main');
  expect(takeLaunchToken(page)).toBeNull();
  expect(page.cleared).toBe(false);
});
