import { volumeNameForm } from '../../../contract/volume.ts';
import { WireError } from '../../../wire/errors.ts';
import { type Method, method } from '../../../wire/method.ts';
import { boolean, oneOf, optional, positiveInteger, text, uploadedFile } from '../../../wire/parameters.ts';
import { type AgentInfo, agentList } from './agent-state.ts';
import type { GenericNode } from './generic-node.ts';

/** @throws WireError */
function agentsOf(json: string): AgentInfo[] {
  try {
    return agentList.parse(JSON.parse(json));
  } catch {
    throw new WireError(`Parameter 'agents_info': it is no list of agents.`);
  }
}

/** A name becomes a path. @throws WireError */
function checkedName(name: string): string {
  if (volumeNameForm.test(name)) return name;
  throw new WireError(`Parameter 'vol_name': Volume name contains invalid characters.`);
}

/** Reference §9. */
export function genericMethods(node: GenericNode): Method[] {
  return [
    method('POST', 'init_agent', { agents_info: text(), ip: text() }, async ({ agents_info, ip }) => {
      await node.introduce(agentsOf(agents_info), ip);
      return {};
    }),
    method(
      'UPLOAD',
      'update_code',
      {
        filetype: oneOf(['zip', 'tar']),
        codeVersionId: text(),
        file: uploadedFile(),
        root: optional(text()),
        enabling: optional(text()),
      },
      async ({ codeVersionId, file, root, enabling }, { signal }) => {
        await node.enable({ codeVersionId, file, root: root ?? null, enabling: enabling ?? codeVersionId }, signal);
        return {};
      },
    ),
    method('POST', 'deleteCode', { codeVersionId: text() }, async ({ codeVersionId }) => {
      await node.removeCode(codeVersionId);
      return {};
    }),
    method(
      'POST',
      'execute_script',
      {
        command: oneOf(['notify', 'run', 'interrupt', 'cleanup']),
        parameters: optional(text(), ''),
        agents_info: optional(text()),
        kill: optional(boolean(), false),
      },
      async ({ command, parameters, agents_info, kill }) => {
        await node.execute(command, parameters, kill, agents_info === undefined ? undefined : agentsOf(agents_info));
        return {};
      },
    ),
    method('GET', 'get_script_status', {}, async () => ({ scripts: await node.status() })),
    method(
      'POST',
      'mount_volume',
      { dev_name: text(), vol_name: text(), watched_size: optional(positiveInteger()) },
      async ({ vol_name, watched_size }) => {
        await node.mount(checkedName(vol_name), watched_size);
        return {};
      },
    ),
    method('POST', 'unmount_volume', { vol_name: text() }, async ({ vol_name }) => {
      await node.unmount(checkedName(vol_name));
      return {};
    }),
  ];
}
