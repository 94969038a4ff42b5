import type { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';
import type { Service } from '../contract/service.ts';
import type { Call } from './call.ts';

/** A method that a service type has beside those of all types (reference §8). */
export interface MethodCall<Result extends z.ZodType> {
  method: string;
  parameters?: Record<string, unknown>;
  /** What of its result is used. */
  result: Result;
}

/**
 * Calls a method of a service's manager.
 * @throws ConpaasError METHOD_FAILED where the result is not what the method is described to give, or what the Director answers
 */
export async function callMethod<Result extends z.ZodType>(
  call: Call,
  { aid, sid }: Pick<Service, 'aid' | 'sid'>,
  { method, parameters = {}, result }: MethodCall<Result>,
): Promise<z.output<Result>> {
  const client = await call.session.client();
  const answer = await client.callServiceMethod({ params: { aid, sid, method }, body: { parameters } });
  const parsed = result.safeParse(answer.result);
  if (parsed.success) return parsed.data;
  throw new ConpaasError('METHOD_FAILED', { method, why: 'its result has another form' }, { cause: parsed.error });
}
