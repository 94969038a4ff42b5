import { password } from '../../director/contract/user.ts';

/** What the Director wants at least; the rule itself is the contract's. */
export const shortestPassword = password.minLength ?? 0;
const good = 12;
const strong = 16;

export type Strength = 'short' | 'fair' | 'good' | 'strong';

/** Length is what makes a password hard to guess; rules about kinds of characters only make people write them down. */
export function strengthOf(typed: string): Strength {
  const { length } = typed;
  if (length < shortestPassword) return 'short';
  if (length < good) return 'fair';
  return length < strong ? 'good' : 'strong';
}

/** Of 100, for a bar. */
export const strengthPercent: Record<Strength, number> = { short: 15, fair: 45, good: 75, strong: 100 };
