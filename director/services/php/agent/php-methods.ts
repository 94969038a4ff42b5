import { type Method, method } from '../../../wire/method.ts';
import { dictionary, optional, positiveInteger } from '../../../wire/parameters.ts';
import type { Role } from '../../web/agent/role.ts';
import { checkPhpConfiguration, phpDefaults } from '../configuration.ts';
import type { PhpSettings } from './php-settings.ts';

/** Methods of the backend role of php (reference §9). */
export function phpMethods(php: Role<PhpSettings>): Method[] {
  const kinds = { port: positiveInteger(), configuration: dictionary(), environment: optional(dictionary(), {}) };
  return [
    ...['createPHP', 'updatePHP'].map((name) =>
      method('POST', name, kinds, async ({ port, configuration, environment }) => {
        const values = { ...phpDefaults, ...checkPhpConfiguration(configuration) };
        await php.run({ port, configuration: values, environment });
        return {};
      }),
    ),
    method('POST', 'stopPHP', {}, async () => {
      await php.stop();
      return {};
    }),
  ];
}
