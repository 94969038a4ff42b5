import { X509Certificate } from 'node:crypto';
import type { System } from '../../contract/system.ts';
import type { Call } from '../call.ts';
import type { CommandDefinition } from '../definition.ts';

async function version(call: Call): Promise<void> {
  const answer = await (await call.session.client()).getVersion();
  call.session.answer(answer, () => `ConPaaS director version ${answer.version}`);
}

async function open(call: Call): Promise<void> {
  const answer = await (await call.session.client()).createLaunchToken();
  call.session.answer(answer, () => answer.url);
}

function describe(system: System, authority: X509Certificate): string {
  const servers = system.servers.map(({ name, version }) => `\t${name}: ${version ?? 'not installed'}`);
  const clouds = system.clouds.map(
    ({ name, isDefault, title }) => `\t${name}${isDefault ? ' (default)' : ''}: ${title}`,
  );
  return [
    `version: ${system.version}`,
    `pages: ${system.address.ui}`,
    `api: ${system.address.api}`,
    `data folder: ${system.dataDirectory}`,
    `php: ${system.phpRuntime === 'system' ? 'installed servers' : 'embedded'}`,
    // What "user get_certificate" on another computer asks whether to trust.
    `ca fingerprint: ${authority.fingerprint256}`,
    'clouds:',
    ...clouds,
    'servers:',
    ...servers,
  ].join('\n');
}

async function status(call: Call): Promise<void> {
  const client = await call.session.client();
  const [system, authority] = await Promise.all([client.getSystem(), client.getAuthority()]);
  call.session.answer(system, () => describe(system, new X509Certificate(authority)));
  for (const { message } of system.notices) call.session.warn(message);
}

export const aboutCommands: readonly CommandDefinition[] = [
  { name: 'version', summary: 'print the version of the Director', run: version },
  { name: 'status', summary: 'print the addresses of the Director and what it runs applications with', run: status },
  { name: 'open', summary: 'print an address that opens the pages in a browser, once', run: open },
];
