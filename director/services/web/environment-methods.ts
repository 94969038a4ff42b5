import { environment as environmentSchema } from '../../contract/environment.ts';
import { ConpaasError } from '../../contract/errors.ts';
import { type Method, method } from '../../wire/method.ts';
import { dictionary } from '../../wire/parameters.ts';
import type { WebServiceManager } from './web-manager.ts';

/** What the code of a web service reads with getenv. Secrets that were made for the service are never told again. */
export function environmentMethods(service: WebServiceManager): Method[] {
  return [
    method('GET', 'get_environment', {}, async () => ({
      environment: Object.fromEntries(
        Object.entries(service.settings.environment).map(([name, entry]) => [
          name,
          entry.generated === null ? entry : { ...entry, value: null },
        ]),
      ),
    })),
    method('POST', 'update_environment', { environment: dictionary() }, async ({ environment }) => {
      const parsed = environmentSchema.safeParse(environment);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const inner = issue?.code === 'invalid_key' ? issue.issues[0] : issue;
        // The path names what is wrong; the value may be a secret.
        throw new ConpaasError('ENVIRONMENT_INVALID', { problem: `${issue?.path.join('.')}: ${inner?.message}` });
      }
      await service.reconfigure({ environment: parsed.data });
      return {};
    }),
  ];
}
