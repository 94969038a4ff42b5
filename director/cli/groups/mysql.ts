import { z } from 'zod';
import { ConpaasError } from '../../contract/errors.ts';
import type { Call } from '../call.ts';
import { serviceArguments } from '../definition.ts';
import { FileUpload } from '../file-upload.ts';
import { forOfferedType } from '../offered-type.ts';
import { newPassword } from '../passwords.ts';
import { serviceOf } from '../resolve.ts';
import { callMethod } from '../service-method.ts';
import { serviceCommands } from './service-commands.ts';

const type = 'mysql';
/** The SQL user that applications sign in as. */
const user = 'mysqldb';

async function setPassword(call: Call): Promise<void> {
  const service = await serviceOf(call, type);
  const parameters = { user, password: await newPassword(call) };
  await callMethod(call, service, { method: 'set_password', parameters, result: z.unknown() });
  call.session.answer({}, () => `MySQL password successfully updated for user '${user}'.`);
}

async function dump(call: Call): Promise<void> {
  const service = await serviceOf(call, type);
  const text = await callMethod(call, service, { method: 'sqldump', result: z.string() });
  call.session.answer({ dump: text }, () => text);
}

async function loadDump(call: Call): Promise<void> {
  const file = await FileUpload.open(call.argument('filename'), 'load dump');
  await file.close();
  await serviceOf(call, type);
  // The manager takes it as a file, which methods that are called by name cannot be given.
  throw new ConpaasError('METHOD_NOT_SUPPORTED', { method: 'load_dump' });
}

export const commands = forOfferedType(type, [
  ...serviceCommands({ type, roles: { mysql: 1, glb: 0 } }),
  {
    name: 'set_password',
    summary: `set the password of the SQL user '${user}'`,
    arguments: serviceArguments,
    options: [
      { flags: '-p, --password <PASSWORD>', description: 'the password; better leave it out to be asked for it' },
    ],
    run: setPassword,
  },
  { name: 'dump', summary: 'print a dump of all databases', arguments: serviceArguments, run: dump },
  {
    name: 'load_dump',
    summary: 'load a dump into the database',
    arguments: [...serviceArguments, { name: 'filename', description: 'file that holds the dump', completes: 'file' }],
    run: loadDump,
  },
]);
