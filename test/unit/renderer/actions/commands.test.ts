import { expect, it } from 'vitest';
import { groups } from '../../../../director/cli/groups.ts';
import { type Action, bind } from '../../../../renderer/actions/action.ts';
import {
  applicationActions,
  createApplication,
  deploySample,
} from '../../../../renderer/actions/application-actions.ts';
import { issueCertificate, revokeCertificate } from '../../../../renderer/actions/certificate-actions.ts';
import {
  examineConfiguration,
  startChecks,
  takeOverConfiguration,
} from '../../../../renderer/actions/check-actions.ts';
import { deleteCode, downloadCode, enableCode, liftCode } from '../../../../renderer/actions/code-actions.ts';
import { deployBundle, deployManifest } from '../../../../renderer/actions/manifest-actions.ts';
import { askMethod, executeScript, scriptCommands } from '../../../../renderer/actions/method-actions.ts';
import { addNode, removeNode, replaceNode } from '../../../../renderer/actions/node-actions.ts';
import { cancelOperation } from '../../../../renderer/actions/operation-actions.ts';
import { serviceActions, setDebug, updateConfiguration } from '../../../../renderer/actions/service-actions.ts';
import { changePassword, endSession } from '../../../../renderer/actions/session-actions.ts';
import { updateSettings } from '../../../../renderer/actions/settings-actions.ts';
import { shareDirector, unshareDirector } from '../../../../renderer/actions/sharing-actions.ts';
import { createUser, disableUser, enableUser, userActions } from '../../../../renderer/actions/user-actions.ts';
import { addKeys, createVolume, deleteVolume } from '../../../../renderer/actions/volume-actions.ts';
import { windowActions } from '../../../../renderer/actions/window-actions.ts';
import { connected } from '../connected.ts';
import { genericType, helloType, makeVolume } from '../fake-types.ts';
import {
  guestBook,
  makeApplication,
  makeCertificate,
  makeNode,
  makeService,
  makeUser,
  makeVersion,
  session,
} from '../fake-world.ts';

/** Every command that the pages show, with targets of every kind. */
async function shownCommands(): Promise<string[]> {
  const { model, director } = await connected();
  const application = makeApplication(1, 'Shop');
  const target = { application, service: makeService(1, 1, 'Front') };
  const code = { ...target, version: makeVersion('code-a', { subfolder: 'shop' }) };
  const role = { ...target, role: 'web', roleTitle: 'Static files', nodes: [] };
  const user = { ...makeUser(2, 'ada'), applications: 0, instances: 0, lastSeen: null };
  const person = { user, isSelf: false };
  const time = new Date().toISOString();
  const browser = { id: 'a', created: time, lastSeen: time, expires: time, browser: '', address: '', current: false };
  const operation = director.operations.begin({ kind: 'application.start', title: '', aid: 1, sid: null, steps: [''] });
  const generic = { application, service: makeService(1, 2, 'Search', { type: 'generic' }) };
  const asked = [helloType, genericType].flatMap(({ type, methods }) =>
    methods
      .filter(({ parameters }) => parameters.length === 0)
      .map(
        (method) => bind(askMethod, { application, service: makeService(1, 3, 'One', { type }), method }, model).cli,
      ),
  );
  const of = <T>(what: T, ...actions: readonly Action<T>[]) => actions.map((action) => bind(action, what, model).cli);
  return [
    ...of(undefined, ...windowActions(session), createApplication, issueCertificate, createUser, unshareDirector),
    ...of(application, ...applicationActions(application)),
    ...of({ ...application, state: 'RUNNING' as const }, ...applicationActions({ ...application, state: 'RUNNING' })),
    ...of(guestBook, deploySample),
    ...of(target, ...serviceActions(target)),
    ...of({ ...target, on: true }, setDebug),
    ...of({ ...target, values: { memory_limit: '1G' } }, updateConfiguration),
    ...of(role, addNode, removeNode),
    ...of({ ...target, node: makeNode(1, ['web']) }, replaceNode),
    ...of(code, enableCode, downloadCode, liftCode, deleteCode),
    ...of(operation, cancelOperation),
    ...of(makeCertificate('AB'), revokeCertificate),
    ...of(browser, endSession),
    ...of(user, changePassword),
    ...of(person, ...userActions(person), enableUser, disableUser),
    ...of({ registration: true }, updateSettings),
    ...of({ text: '', cloud: 'local', check: null }, deployManifest),
    ...of({ file: new File([], 'shop.zip'), cloud: null }, deployBundle),
    ...of(undefined, startChecks),
    ...of({ text: '', wrong: 0 }, examineConfiguration, takeOverConfiguration),
    ...of(generic, createVolume, addKeys),
    ...of({ ...generic, volume: makeVolume('results') }, deleteVolume),
    ...of({ ...generic, parameters: '1000 -v' }, ...scriptCommands.map(executeScript)),
    ...asked,
    ...of({ hostName: 'paas.example.org' }, shareDirector),
  ].filter((cli) => cli !== undefined);
}

it('shows commands that cps-tools has, with as many arguments as it takes and options that it knows', async () => {
  const wrong: string[] = [];
  for (const shown of await shownCommands()) {
    const [, groupName, name, ...words] = shown.match(/<[^>]*>|'[^']*'|\S+/g) ?? [];
    const definitions = await groups.find((group) => group.name === groupName)?.load();
    const definition = definitions?.find((one) => one.name === name);
    const flags = words.filter((word) => word.startsWith('--'));
    const known = flags.every((flag) => definition?.options?.some((option) => option.flags.includes(flag)));
    const valued = flags.filter((flag) => definition?.options?.some((one) => one.flags.includes(`${flag} <`)));
    const given = words.length - flags.length - valued.length;
    const takes = definition?.arguments ?? [];
    const enough = takes.some(({ many }) => many) ? given >= takes.length : given === takes.length;
    if (!definition || !known || !enough) wrong.push(shown);
  }
  expect(wrong).toEqual([]);
});
