import { ConpaasError } from '../../contract/errors.ts';
import { type Method, method } from '../../wire/method.ts';
import { boolean, list, nonNegativeInteger, oneOf, optional, positiveInteger, text } from '../../wire/parameters.ts';

const unsupported = (name: string) => async (): Promise<never> => {
  throw new ConpaasError('METHOD_NOT_SUPPORTED', { method: name });
};

/**
 * Methods that clients of ConPaaS 2.1 know, but that were switched off there already (reference §8.3). What switches off something
 * that never is on succeeds.
 */
export function discontinuedMethods(): Method[] {
  const strategies = ['low', 'medium_down', 'medium', 'medium_up', 'high'];
  const scaling = { cool_down: positiveInteger(), reponse_time: positiveInteger(), strategy: oneOf(strategies) };
  const moving = { migration_plan: list(), delay: optional(nonNegativeInteger(), 0) };
  return [
    method('POST', 'cdn_enable', { enable: boolean(), address: optional(text()) }, async ({ enable }) => {
      if (enable) throw new ConpaasError('METHOD_NOT_SUPPORTED', { method: 'cdn_enable' });
      return { cdn: false };
    }),
    method('POST', 'on_autoscaling', scaling, unsupported('on_autoscaling')),
    method('POST', 'off_autoscaling', {}, async () => ({ autoscaling: false })),
    method('POST', 'migrate_nodes', moving, unsupported('migrate_nodes')),
  ];
}
