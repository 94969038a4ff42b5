import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconLoader2,
  IconPlayerStop,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import type { Application } from '../../director/contract/application.ts';
import type { Certificate } from '../../director/contract/certificate.ts';
import type { Check } from '../../director/contract/check.ts';
import type { Credit } from '../../director/contract/credit.ts';
import type { OperationState } from '../../director/contract/operation.ts';
import type { Node, ServerStatus } from '../../director/contract/service.ts';
import type { State } from '../../director/contract/state.ts';
import type { User } from '../../director/contract/user.ts';
import { t } from '../i18n.ts';

export type Tone = 'good' | 'busy' | 'calm' | 'bad' | 'warn';

/** How a state looks: never by colour alone, always icon and words too. */
export interface Look {
  tone: Tone;
  icon: Icon;
  label: string;
  /** The icon turns: something is going on. */
  turning?: boolean;
}

const good = { tone: 'good', icon: IconCircleCheck } as const;
const busy = { tone: 'busy', icon: IconLoader2, turning: true } as const;
const bad = { tone: 'bad', icon: IconCircleX } as const;
const stopped = { tone: 'calm', icon: IconPlayerStop } as const;
const fresh = { tone: 'calm', icon: IconCircleDashed } as const;
const warn = { tone: 'warn', icon: IconAlertTriangle } as const;

const states = {
  INIT: fresh,
  PROLOGUE: busy,
  RUNNING: good,
  ADAPTING: busy,
  EPILOGUE: busy,
  STOPPED: stopped,
  ERROR: bad,
};

export function lookOfState(state: State): Look {
  return { ...states[state], label: t(`state.${state}`) };
}

/** An application whose manager does not answer may well be serving: neither running nor an error. */
export function lookOfApplication({ state, manager }: Application): Look {
  if (state === 'RUNNING' && manager && !manager.reachable)
    return { tone: 'warn', icon: IconPlugConnectedX, label: t('state.unreachable') };
  return lookOfState(state);
}

const nodes = { starting: busy, running: good, degraded: warn, lost: bad };

export function lookOfNode(state: Node['state']): Look {
  return { ...nodes[state], label: t(`nodeState.${state}`) };
}

const servers = { starting: busy, running: good, restarting: warn, stopped, failed: bad };

export function lookOfServer(state: ServerStatus['state']): Look {
  return { ...servers[state], label: t(`serverState.${state}`) };
}

const operations = {
  running: busy,
  cancelling: busy,
  succeeded: good,
  failed: bad,
  cancelled: stopped,
  interrupted: warn,
};

export function lookOfOperation(state: OperationState): Look {
  return { ...operations[state], label: t(`operationState.${state}`) };
}

const credits = { plenty: good, low: warn, empty: bad };

export function lookOfCredit(level: Credit['level']): Look {
  return { ...credits[level], label: t(`creditLevel.${level}`) };
}

const checks = { passed: good, warning: warn, failed: bad, 'not applicable': fresh };
const checkWords = {
  passed: 'passed',
  warning: 'warning',
  failed: 'failed',
  'not applicable': 'notApplicable',
} as const;

export function lookOfCheck(state: Check['state']): Look {
  return { ...checks[state], label: t(`checkState.${checkWords[state]}`) };
}

export function lookOfUser({ enabled }: Pick<User, 'enabled'>): Look {
  return enabled ? { ...good, label: t('userState.enabled') } : { ...stopped, label: t('userState.disabled') };
}

/** Thirty days: long enough to get a new one between two holidays. */
const soon = 30 * 86_400_000;

/** @param now in milliseconds since 1970 */
export function stateOfCertificate({ revoked, notAfter }: Certificate, now: number): keyof typeof certificates {
  if (revoked) return 'revoked';
  const left = Date.parse(notAfter) - now;
  if (left <= 0) return 'expired';
  return left < soon ? 'expiring' : 'valid';
}

const certificates = { valid: good, expiring: warn, expired: stopped, revoked: bad };

export function lookOfCertificate(certificate: Certificate, now: number): Look {
  const state = stateOfCertificate(certificate, now);
  return { ...certificates[state], label: t(`certificateState.${state}`) };
}
