import { stat } from 'node:fs/promises';
import { pathOf } from '../../contract/client.ts';
import { ConpaasError } from '../../contract/errors.ts';
import type { ManifestCheck } from '../../contract/manifest-check.ts';
import { routes } from '../../contract/routes.ts';
import type { Call } from '../call.ts';
import { tellCost } from '../credit-notes.ts';
import { applicationArgument, type CommandDefinition, cloudOption } from '../definition.ts';
import { downloadName, writeDownload } from '../download.ts';
import { withBundle } from '../manifest-bundle.ts';
import { readManifest } from '../manifest-file.ts';
import { applicationOf } from '../resolve.ts';
import { uploadWithProgress } from '../upload.ts';
import { followUntilApplication, waitAloud } from '../waiting.ts';

const isArchive = (path: string) => /\.(zip|tar|tar\.\w+|tgz|tbz2?|txz)$/i.test(path);

async function begin(call: Call, path: string) {
  const client = await call.session.client();
  const deployBundle = (bundle: string) =>
    uploadWithProgress(call.session, bundle, 'upload manifest', (file, filename, options) =>
      client.deployManifestBundle({ query: { filename, ...call.cloud }, file }, options),
    );
  if (isArchive(path)) return deployBundle(path);
  const body = { manifest: await readManifest(path), ...call.cloud };
  const begun = await withBundle(path, body.manifest, deployBundle);
  if (begun) return begun;
  const { plan } = await client.checkManifest({ body });
  // What is wrong with it is told by the Director when it is asked to deploy it.
  if (plan) await tellCost(call, plan.instances);
  return client.deployManifest({ body });
}

async function deploy(call: Call): Promise<void> {
  const path = call.argument('man_path');
  if (!(await stat(path).catch(() => undefined))?.isFile()) throw new ConpaasError('MANIFEST_NO_FILE', { file: path });
  if (call.flag('check')) return check(call, path);
  const operation = await followUntilApplication(call, await begin(call, path));
  await waitAloud(call, operation, `Application ${operation.aid} is being created based on the specified manifest`);
}

function describe({ problems, plan }: ManifestCheck): string {
  const lines = problems.map(
    ({ severity, line, column, field, message }) => `${line}:${column}: ${severity}: ${field}: ${message}`,
  );
  if (!plan) return lines.join('\n');
  const services = plan.services.flatMap(({ type, name, start, instances, steps }) => [
    `\t${name} (${type}): ${start ? listed(instances) : 'not started'}`,
    ...steps.map((step) => `\t\t${step}`),
  ]);
  return [
    ...lines,
    `Application: ${plan.application}`,
    `Cloud: ${plan.cloud}`,
    'Services:',
    ...services,
    `Instances: ${plan.instances}`,
  ].join('\n');
}

const listed = (instances: Readonly<Record<string, number>>) =>
  Object.entries(instances)
    .map(([role, count]) => `${count} ${role}`)
    .join(', ');

/** Tells what would be made; nothing is. */
async function check(call: Call, path: string): Promise<void> {
  const client = await call.session.client();
  const found = await client.checkManifest({ body: { manifest: await readManifest(path), ...call.cloud } });
  call.session.answer(found, () => describe(found));
  if (!found.plan) {
    const count = found.problems.filter(({ severity }) => severity === 'error').length;
    throw new ConpaasError('MANIFEST_HAS_ERRORS', { count });
  }
}

async function getManifest(call: Call): Promise<void> {
  const { aid, name } = await applicationOf(call);
  const output = call.text('output');
  const bundle = call.flag('bundle');
  if (!bundle && output === undefined) {
    const manifest = await (await call.session.client()).exportManifest({ params: { aid } });
    return call.session.print(manifest);
  }
  const route = bundle ? routes.exportManifestBundle : routes.exportManifest;
  const file = output ?? downloadName(`${name}.zip`, `application-${aid}.zip`);
  const request = { method: route.method, path: pathOf(route, { params: { aid } }) };
  const size = await writeDownload(await call.session.connection(), request, file, call.flag('force'));
  call.session.answer({ filename: file, size }, () => `File '${file}' written.`);
}

/** Commands for applications described by a file (reference §13). */
export const manifestCommands: readonly CommandDefinition[] = [
  {
    name: 'manifest',
    summary: 'create, start and fill an application as a manifest describes it',
    arguments: [
      {
        name: 'man_path',
        description: 'manifest, or an archive with manifest.json and the files that it names',
        completes: 'file',
      },
    ],
    options: [cloudOption, { flags: '--check', description: 'only tell what would be made, and what is wrong' }],
    waits: true,
    run: deploy,
  },
  {
    name: 'get_manifest',
    summary: 'get a manifest that recreates an application',
    arguments: [applicationArgument],
    options: [
      { flags: '-b, --bundle', description: 'as an archive together with code and scripts' },
      { flags: '-o, --output <FILE>', description: 'write to this file', completes: 'file' },
      { flags: '-f, --force', description: 'replace a file that is there' },
    ],
    run: getManifest,
  },
];
