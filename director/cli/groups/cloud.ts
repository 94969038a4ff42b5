import type { Call } from '../call.ts';
import type { CommandDefinition } from '../definition.ts';

async function list(call: Call): Promise<void> {
  const clouds = await (await call.session.client()).listClouds();
  call.session.answer(clouds, () => clouds.map(({ name }) => name).join('\n'));
}

export const commands: readonly CommandDefinition[] = [
  { name: 'list', summary: 'list the clouds that applications can run on', run: list },
];
