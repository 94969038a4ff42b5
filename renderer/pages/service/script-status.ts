import { IconCircleCheck, IconCircleDashed, IconCircleX, IconLoader2 } from '@tabler/icons-react';
import { z } from 'zod';
import type { Look } from '../../components/look.ts';

/** States of scripts by the agent's id and the script's name, in the words of the protocol (reference §8.6). */
const answer = z.object({ agents: z.record(z.string(), z.record(z.string(), z.string())) });

export interface ScriptStatus {
  /** Names of scripts in the order of their lives. */
  scripts: string[];
  agents: { id: string; states: Readonly<Record<string, string>> }[];
  /** Whether a script runs anywhere. */
  running: boolean;
}

/** What get_script_status answered; null where that is something else. */
export function scriptStatusOf(answered: unknown): ScriptStatus | null {
  const parsed = answer.safeParse(answered);
  if (!parsed.success) return null;
  const agents = Object.entries(parsed.data.agents).map(([id, states]) => ({ id, states }));
  const scripts = [...new Set(agents.flatMap(({ states }) => Object.keys(states)))];
  const running = agents.some(({ states }) => Object.values(states).includes('RUNNING'));
  return { scripts, agents, running };
}

/** The words are those of the protocol, as scripts and cps-tools show them. */
export function lookOfScript(state: string | undefined): Look {
  if (state === undefined || state === 'NEVER STARTED')
    return { tone: 'calm', icon: IconCircleDashed, label: state ?? '–' };
  if (state === 'RUNNING') return { tone: 'busy', icon: IconLoader2, label: state, turning: true };
  const well = state === 'STOPPED (return code 0)';
  return { tone: well ? 'good' : 'bad', icon: well ? IconCircleCheck : IconCircleX, label: state };
}
