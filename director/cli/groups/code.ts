import { pathOf } from '../../contract/client.ts';
import type { CodeVersion } from '../../contract/code.ts';
import { ConpaasError } from '../../contract/errors.ts';
import { routes } from '../../contract/routes.ts';
import type { Service } from '../../contract/service.ts';
import type { Call } from '../call.ts';
import { confirm } from '../confirm.ts';
import { type ArgumentDefinition, type CommandDefinition, serviceArguments } from '../definition.ts';
import { downloadName, writeDownload } from '../download.ts';
import { serviceOf } from '../resolve.ts';
import { formatTable } from '../table.ts';
import { uploadCode } from '../upload.ts';
import { waitAloud } from '../waiting.ts';

async function upload(call: Call, type: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const { session } = call;
  const version = await uploadCode(session, { aid, sid }, call.argument('filename'), call.text('description'));
  session.answer(version, () => `Code version '${version.codeVersionId}' uploaded.`);
  const { subfolder, lifted, codeVersionId } = version;
  if (subfolder !== null && !lifted)
    session.warn(
      `All files are in the folder '${subfolder}'. To serve that folder: cps-tools ${type} lift_code ${aid} ${sid} ${codeVersionId}`,
    );
}

async function list(call: Call, type: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const versions = await (await call.session.client()).listCodeVersions({ params: { aid, sid } });
  const rows = versions.map(({ current, codeVersionId, filename, description }) => ({
    current: current ? '      *' : '',
    codeVersionId,
    filename,
    description,
  }));
  call.session.answer(versions, () => formatTable(['current', 'codeVersionId', 'filename', 'description'], rows));
}

/** The version asked for, or the one that is served. */
async function versionOf(call: Call, { aid, sid }: Service): Promise<CodeVersion> {
  const asked = call.text('version');
  const versions = await (await call.session.client()).listCodeVersions({ params: { aid, sid } });
  const found = versions.find(({ codeVersionId, current }) =>
    asked === undefined ? current : codeVersionId === asked,
  );
  if (found) return found;
  throw asked === undefined
    ? new ConpaasError('CODE_VERSION_NONE')
    : new ConpaasError('CODE_VERSION_NOT_FOUND', { version: asked });
}

async function download(call: Call, type: string): Promise<void> {
  const service = await serviceOf(call, type);
  const version = await versionOf(call, service);
  const route = routes.downloadCodeVersion;
  const params = { aid: service.aid, sid: service.sid, version: version.codeVersionId };
  const path = pathOf(route, { params });
  const file = call.text('output') ?? downloadName(version.filename, version.codeVersionId);
  const size = await writeDownload(
    await call.session.connection(),
    { method: route.method, path },
    file,
    call.flag('force'),
  );
  call.session.answer({ filename: file, size }, () => `File '${file}' written.`);
}

async function enable(call: Call, type: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const version = call.argument('code_version');
  const operation = await (await call.session.client()).enableCodeVersion({ params: { aid, sid, version } });
  await waitAloud(call, operation, `Enabling code version '${version}'`);
}

async function remove(call: Call, type: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const version = call.argument('code_version');
  await confirm(call, `Delete code version '${version}'`);
  await (await call.session.client()).deleteCodeVersion({ params: { aid, sid, version } });
  call.session.answer({}, () => `Code version '${version}' deleted.`);
}

async function lift(call: Call, type: string): Promise<void> {
  const { aid, sid } = await serviceOf(call, type);
  const lifted = !call.flag('undo');
  const params = { aid, sid, version: call.argument('code_version') };
  const changed = await (await call.session.client()).liftCodeVersion({ params, body: { lifted } });
  const place = changed.lifted ? `its folder '${changed.subfolder}'` : 'its root';
  call.session.answer(changed, () => `Code version '${changed.codeVersionId}' is served from ${place}.`);
}

/** Commands for the code of a service; those for Git keys are not among them. */
export function codeCommands(type: string): CommandDefinition[] {
  const versionArguments: readonly ArgumentDefinition[] = [
    ...serviceArguments,
    { name: 'code_version', description: 'code version (list_codes shows it)', completes: 'code version' },
  ];
  return [
    {
      name: 'upload_code',
      summary: 'upload a new code version',
      arguments: [
        ...serviceArguments,
        { name: 'filename', description: 'archive that holds the code', completes: 'file' },
      ],
      options: [{ flags: '--description <TEXT>', description: 'shown in the list of versions' }],
      run: (call) => upload(call, type),
    },
    {
      name: 'list_codes',
      summary: 'list the code versions',
      arguments: serviceArguments,
      run: (call) => list(call, type),
    },
    {
      name: 'download_code',
      summary: 'download a code version into the current folder',
      arguments: serviceArguments,
      options: [
        {
          flags: '-v, --version <CODE>',
          description: 'code version (the one served where not given)',
          completes: 'code version',
        },
        { flags: '-o, --output <FILE>', description: 'write to this file', completes: 'file' },
        { flags: '-f, --force', description: 'replace a file that is there' },
      ],
      run: (call) => download(call, type),
    },
    {
      name: 'enable_code',
      summary: 'serve a code version',
      arguments: versionArguments,
      waits: true,
      run: (call) => enable(call, type),
    },
    {
      name: 'delete_code',
      summary: 'delete a code version',
      arguments: versionArguments,
      asks: true,
      run: (call) => remove(call, type),
    },
    {
      name: 'lift_code',
      summary: "serve an archive's only folder as the root",
      arguments: versionArguments,
      options: [{ flags: '--undo', description: 'serve the root of the archive again' }],
      run: (call) => lift(call, type),
    },
  ];
}
