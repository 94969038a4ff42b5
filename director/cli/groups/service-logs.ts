import { pathOf } from '../../contract/client.ts';
import { routes } from '../../contract/routes.ts';
import type { Call } from '../call.ts';
import { connectionFailure } from '../connection-failure.ts';
import { type CommandDefinition, nodeArgument, serviceArguments } from '../definition.ts';
import { readEvents } from '../event-stream.ts';
import { serviceOf } from '../resolve.ts';
import { formatTable } from '../table.ts';
import type { TypedGroup } from '../typed-group.ts';

/** The log that every agent has (reference §8.9). */
const agentLog = 'cpsagent.log';

async function parametersOf(call: Call, type?: string) {
  const { aid, sid } = await serviceOf(call, type);
  return { aid, sid, nodeId: call.argument('agent_id') };
}

async function listLogs(call: Call, type?: string): Promise<void> {
  const params = await parametersOf(call, type);
  const logs = await (await call.session.client()).listNodeLogs({ params });
  call.session.answer(logs, () => formatTable(['filename', 'description'], logs));
}

async function getLog(call: Call, type?: string): Promise<void> {
  const filename = call.text('filename') ?? agentLog;
  const params = { ...(await parametersOf(call, type)), filename };
  const log = await (await call.session.client()).getNodeLog({ params });
  call.session.answer(log, () => log);
}

async function followLog(call: Call, type?: string): Promise<void> {
  const { session } = call;
  const filename = call.text('filename') ?? agentLog;
  const params = { ...(await parametersOf(call, type)), filename };
  const route = routes.followNodeLog;
  const connection = await session.connection();
  const stream = await connection.open({ method: route.method, path: pathOf(route, { params }) });
  try {
    for await (const { data } of readEvents(stream)) {
      const text: unknown = JSON.parse(data);
      session.terminal.write(session.settings.json ? `${data}\n` : String(text));
    }
  } catch (error) {
    throw connectionFailure(connection.url, error instanceof Error ? error : new Error(String(error)));
  }
}

/** Commands for the logs of a service's nodes. */
export function logCommands({ type }: TypedGroup): CommandDefinition[] {
  const filename = { flags: '-f, --filename <FILENAME>', description: `name of the log (${agentLog} where not given)` };
  const nodeArguments = [...serviceArguments, nodeArgument];
  return [
    {
      name: 'list_agent_logs',
      summary: "list the logs of one of the service's agents",
      arguments: nodeArguments,
      run: (call) => listLogs(call, type),
    },
    {
      name: 'get_agent_log',
      summary: "get a log of one of the service's agents",
      arguments: nodeArguments,
      options: [filename],
      run: (call) => getLog(call, type),
    },
    {
      name: 'follow_log',
      summary: 'print a log of an agent as it grows, until Ctrl-C',
      arguments: nodeArguments,
      options: [filename],
      run: (call) => followLog(call, type),
    },
  ];
}
