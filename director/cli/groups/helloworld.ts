import { z } from 'zod';
import type { Call } from '../call.ts';
import { serviceArguments } from '../definition.ts';
import { forOfferedType } from '../offered-type.ts';
import { serviceOf } from '../resolve.ts';
import { callMethod } from '../service-method.ts';
import { serviceCommands } from './service-commands.ts';

const type = 'helloworld';

async function getHelloWorld(call: Call): Promise<void> {
  const service = await serviceOf(call, type);
  const result = z.object({ helloworld: z.string() });
  const answer = await callMethod(call, service, { method: 'get_helloworld', result });
  call.session.answer(answer, () => answer.helloworld);
}

export const commands = forOfferedType(type, [
  ...serviceCommands({ type, roles: { count: 1 } }),
  {
    name: 'get_helloworld',
    summary: 'print what the nodes say',
    arguments: serviceArguments,
    run: getHelloWorld,
  },
]);
