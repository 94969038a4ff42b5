import type { Operation } from '../../contract/operation.ts';
import type { Call } from '../call.ts';
import type { ArgumentDefinition, CommandDefinition } from '../definition.ts';
import { localTime } from '../local-time.ts';
import { formatTable } from '../table.ts';
import { followOperation, waitAloud } from '../waiting.ts';

const taskArgument: ArgumentDefinition = {
  name: 'task_id',
  description: 'identifier of a task (list shows it)',
  completes: 'task',
};

async function taskOf(call: Call): Promise<Operation> {
  const client = await call.session.client();
  return client.getOperation({ params: { id: call.argument('task_id') } });
}

async function list(call: Call): Promise<void> {
  const operations = await (await call.session.client()).listOperations({ query: {} });
  const rows = operations.map(({ id, state, percent, created, title }) => ({
    id,
    state,
    percent: Math.round(percent),
    created: localTime(created),
    title,
  }));
  call.session.answer(operations, () =>
    rows.length > 0 ? formatTable(['id', 'state', 'percent', 'created', 'title'], rows) : 'No existing tasks.',
  );
}

function describe(operation: Operation): string {
  const { steps, log, error } = operation;
  return [
    `id: ${operation.id}`,
    `title: ${operation.title}`,
    `state: ${operation.state}`,
    `percent: ${Math.round(operation.percent)}`,
    `created: ${localTime(operation.created)}`,
    ...(operation.finished ? [`finished: ${localTime(operation.finished)}`] : []),
    ...(error ? [`error: ${error.message}`] : []),
    'steps:',
    ...steps.map(({ name, state }) => `\t${name}: ${state}`),
    'log:',
    ...log.map(({ time, text }) => `\t${localTime(time)} ${text}`),
  ].join('\n');
}

async function show(call: Call): Promise<void> {
  const operation = await taskOf(call);
  call.session.answer(operation, () => describe(operation));
}

async function wait(call: Call): Promise<void> {
  const operation = await taskOf(call);
  await waitAloud(call, operation, operation.title);
}

async function cancel(call: Call): Promise<void> {
  const client = await call.session.client();
  const asked = await client.cancelOperation({ params: { id: call.argument('task_id') } });
  const ended = await followOperation(call, asked);
  call.session.answer(ended, () => `Task '${ended.id}' ended: ${ended.state}.`);
}

export const commands: readonly CommandDefinition[] = [
  { name: 'list', summary: 'list tasks, newest first', run: list },
  { name: 'show', summary: 'show the steps and the log of a task', arguments: [taskArgument], run: show },
  { name: 'wait', summary: 'wait until a task ends', arguments: [taskArgument], waits: true, run: wait },
  {
    name: 'cancel',
    summary: 'ask a task to stop, and wait until it has',
    arguments: [taskArgument],
    waits: true,
    run: cancel,
  },
];
