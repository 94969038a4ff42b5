import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ConpaasError } from '../../contract/errors.ts';
import { type KeptVersion, servedRoot } from '../code/kept-version.ts';
import type { Agent } from '../service-type.ts';

const tries = 3;
const tryLimitMs = 5000;
const pauseMs = 500;

const answer = z.object({ ok: z.boolean(), status: z.number().nullable(), why: z.string().nullable() });

/**
 * Asks a version for its first page through a proxy, which serves another one meanwhile.
 * @throws CODE_VERSION_UNHEALTHY after three tries without an answer below 500
 */
export async function checkCode(proxy: Agent, version: KeptVersion, signal: AbortSignal): Promise<void> {
  const root = servedRoot(version);
  let why = '';
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    if (attempt > 1) await wait(pauseMs, undefined, { signal });
    try {
      const parameters = { codeVersionId: version.codeVersionId, ...(root === null ? {} : { root }) };
      const result = answer.parse(await proxy.get('checkCode', parameters, { signal, timeLimit: tryLimitMs }));
      if (result.ok) return;
      why = result.why ?? (result.status === null ? 'no answer' : `status ${result.status}`);
    } catch (thrown) {
      signal.throwIfAborted();
      const failure = ConpaasError.from(thrown);
      why = String(failure.parameters.why ?? failure.message);
    }
  }
  throw new ConpaasError('CODE_VERSION_UNHEALTHY', { version: version.codeVersionId, why });
}
