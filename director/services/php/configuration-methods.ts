import { ConpaasError } from '../../contract/errors.ts';
import { type Method, method } from '../../wire/method.ts';
import { dictionary, optional, text } from '../../wire/parameters.ts';
import type { WebServiceManager } from '../web/web-manager.ts';

/** `get_configuration` and `update_php_configuration` (reference §8.3). */
export function phpConfigurationMethods(service: WebServiceManager): Method[] {
  return [
    method('GET', 'get_configuration', {}, async () => ({
      codeVersionId: service.settings.current,
      phpconf: service.settings.configuration,
      cdn: false,
      autoscaling: false,
    })),
    method(
      'POST',
      'update_php_configuration',
      { codeVersionId: optional(text()), phpconf: optional(dictionary()) },
      async ({ codeVersionId, phpconf }) => {
        if (codeVersionId === undefined && phpconf === undefined) throw new ConpaasError('CONFIGURATION_EMPTY');
        await service.reconfigure({ codeVersionId, values: phpconf });
        return {};
      },
    ),
  ];
}
