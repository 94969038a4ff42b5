import type { Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

export function importHandlers({ configurationImport }: Domain): Pick<Handlers, 'importConfiguration'> {
  return { importConfiguration: ({ body }) => configurationImport.run(body.text, body.apply) };
}
