import { readFile } from 'node:fs/promises';
import { ConpaasError } from '../../contract/errors.ts';
import type { Call } from '../call.ts';
import { type CommandDefinition, serviceArguments } from '../definition.ts';
import { keyValueLines } from '../key-values.ts';
import { localTime } from '../local-time.ts';
import { serviceOf } from '../resolve.ts';
import type { TypedGroup } from '../typed-group.ts';

async function getState(call: Call, type?: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const info = await (await call.session.client()).getServiceInfo({ params: { aid, sid } });
  call.session.answer(info, () => keyValueLines(info));
}

async function getScript(call: Call, type?: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const script = await (await call.session.client()).getStartupScript({ params: { aid, sid } });
  if (script === '') throw Object.assign(new ConpaasError('NOT_FOUND'), { message: 'No startup script', hint: '' });
  call.session.answer(script, () => script);
}

async function setScript(call: Call, type?: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const file = call.argument('filename');
  const script = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ConpaasError('FILE_UNREADABLE', { action: 'upload startup script', file, why: error.message });
  });
  await (await call.session.client()).setStartupScript({ params: { aid, sid }, body: { script } });
  call.session.answer({}, () => 'Startup script uploaded successfully.');
}

async function getLog(call: Call, type?: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const log = await (await call.session.client()).getServiceLog({ params: { aid, sid } });
  call.session.answer(log, () => log);
}

async function getHistory(call: Call, type?: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const history = await (await call.session.client()).getServiceHistory({ params: { aid, sid } });
  call.session.answer(history, () =>
    history.map(({ time, state, reason }) => `${localTime(time)} ${state} ${reason}\n`).join(''),
  );
}

/** Commands that tell of a service as a whole. */
export function reportCommands({ type }: TypedGroup): CommandDefinition[] {
  return [
    {
      name: 'get_state',
      summary: 'display the state of a service',
      arguments: serviceArguments,
      run: (call) => getState(call, type),
    },
    {
      name: 'get_script',
      summary: "get the service's startup script",
      arguments: serviceArguments,
      run: (call) => getScript(call, type),
    },
    {
      name: 'set_script',
      summary: "set the service's startup script",
      arguments: [
        ...serviceArguments,
        { name: 'filename', description: 'file that holds the script', completes: 'file' },
      ],
      run: (call) => setScript(call, type),
    },
    {
      name: 'get_log',
      summary: "get the service manager's log",
      arguments: serviceArguments,
      run: (call) => getLog(call, type),
    },
    {
      name: 'get_history',
      summary: "display the service's history",
      arguments: serviceArguments,
      run: (call) => getHistory(call, type),
    },
  ];
}
