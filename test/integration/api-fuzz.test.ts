import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../peers/director.ts';
import { peers } from '../peers.ts';

/** What schemathesis looks at in each answer. Whether a route may be called without a certificate is authorisation.test.ts's. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'unsupported_method',
].join(',');

/** What may be answered to what is wrong: its usual list, and 413 for what is too much. */
const refusals = `[checks]
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429"]
`;

/** These never end by themselves. */
const streams = ['followEvents', 'followNodeLog'];
/** These would take away what the other requests are about, or open the Director to a network: they only get what is wrong. */
const drastic = [
  'deleteApplication',
  'stopApplication',
  'removeService',
  'revokeCertificate',
  'updateUser',
  'deleteUser',
  'updateSettings',
  'importConfiguration',
];

describe.runIf(peers('schemathesis'))('the API under requests made up from its own description', () => {
  let director: DirectorProcess;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'conpaas-fuzz-'));
    await writeFile(join(folder, 'schemathesis.toml'), refusals);
    director = await startDirector();
    const { client } = director;
    await ended(client, await client.deploySample({ params: { name: 'guestbook' } }));
  }, 60_000);
  afterAll(async () => {
    await removeDirector(director);
    await rm(folder, { recursive: true, force: true });
  }, 180_000);

  async function fuzz(...options: string[]): Promise<string> {
    const { apiUrl } = JSON.parse(await readFile(join(director.directory, 'director.json'), 'utf8'));
    const certificates = join(director.directory, 'certificates');
    const given = [
      ['run', `${apiUrl}/api/openapi.json`],
      ['--tls-verify', join(certificates, 'ca_cert.pem')],
      ['--request-cert', join(certificates, 'owner/cert.pem')],
      ['--request-cert-key', join(certificates, 'owner/key.pem')],
      ['--checks', checks],
      ['--phases', 'examples,coverage,fuzzing'],
      ['--seed', '20161117', '--no-shrink', '--continue-on-failure', '--warnings', 'off', '--no-color'],
      streams.flatMap((name) => ['--exclude-operation-id', name]),
      options,
    ].flat();
    return new Promise((resolve) => {
      execFile('schemathesis', given, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, output, errors) =>
        resolve(error ? `${output}\n${errors}\nexit ${error.code}` : ''),
      );
    });
  }

  /** Lines that the Director writes for failures nobody expected. */
  async function defects(): Promise<string[]> {
    const log = await readFile(join(director.directory, 'logs/director.log'), 'utf8');
    return log.split('\n').filter((line) => line.includes('in a way that was not expected'));
  }

  it('answers every request as described and never fails by itself', { timeout: 400_000 }, async () => {
    expect(await fuzz('-n', '8', ...drastic.flatMap((name) => ['--exclude-operation-id', name]))).toBe('');
    expect(await defects()).toEqual([]);
    expect(director.process.exitCode).toBeNull();
  });

  it('refuses whatever is wrong for the drastic ones', { timeout: 200_000 }, async () => {
    const chosen = drastic.flatMap((name) => ['--include-operation-id', name]);
    expect(await fuzz('-n', '40', '--mode', 'negative', ...chosen)).toBe('');
    expect(await defects()).toEqual([]);
    expect(director.process.exitCode).toBeNull();
  });
});
