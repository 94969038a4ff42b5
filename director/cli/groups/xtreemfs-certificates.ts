import { z } from 'zod';
import type { Call } from '../call.ts';
import { type ArgumentDefinition, type CommandDefinition, serviceArguments } from '../definition.ts';
import { serviceOf } from '../resolve.ts';
import { callMethod } from '../service-method.ts';
import { writePrivateFile } from '../write-private-file.ts';

/** What ConPaaS 2.1 took for yes. */
const meansYes = (text: string) => ['yes', 'y', 'true', 't', '1'].includes(text.toLowerCase());

async function getCertificate(call: Call, method: string, more: Record<string, string>): Promise<string> {
  const service = await serviceOf(call, 'xtreemfs');
  const parameters = {
    ...more,
    passphrase: call.argument('passphrase'),
    adminflag: meansYes(call.argument('adminflag')),
  };
  const { cert } = await callMethod(call, service, { method, parameters, result: z.object({ cert: z.base64() }) });
  const file = call.argument('filename');
  await writePrivateFile(file, Buffer.from(cert, 'base64'));
  return file;
}

async function getClientCertificate(call: Call): Promise<void> {
  const filename = await getCertificate(call, 'get_client_cert', {});
  call.session.answer({ filename }, () => `Client certificate '${filename}' has been successfully created.`);
}

async function getUserCertificate(call: Call): Promise<void> {
  const who = { user: call.argument('user'), group: call.argument('group') };
  const filename = await getCertificate(call, 'get_user_cert', who);
  call.session.answer({ filename }, () => `User certificate '${filename}' has been successfully created.`);
}

const certificateArguments: readonly ArgumentDefinition[] = [
  { name: 'passphrase', description: 'passphrase that the file is to be protected with' },
  { name: 'adminflag', description: "'yes' for the rights of an administrator, else 'no'" },
  { name: 'filename', description: 'file to write', completes: 'file' },
];

export const xtreemfsCertificateCommands: readonly CommandDefinition[] = [
  {
    name: 'get_client_cert',
    summary: 'get a certificate for a client of the file system',
    arguments: [...serviceArguments, ...certificateArguments],
    run: getClientCertificate,
  },
  {
    name: 'get_user_cert',
    summary: 'get a certificate for a user of the file system',
    arguments: [
      ...serviceArguments,
      { name: 'user', description: 'name of the user' },
      { name: 'group', description: 'group of the user' },
      ...certificateArguments,
    ],
    run: getUserCertificate,
  },
];
