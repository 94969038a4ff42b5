import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../director/contract/client.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../../peers/director.ts';
import { peers } from '../../peers.ts';
import { tarOf } from '../../unit/archives/make-archive.ts';
import { type Order, probe, tryIt } from './probe.ts';
import { instanceFolders, type Site, startedSite } from './world.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let director: DirectorProcess;
let client: Client;

beforeAll(async () => {
  director = await startDirector();
  client = director.client;
});
afterAll(() => removeDirector(director));

const inData = (...path: string[]) => join(director.directory, ...path);

describe.runIf(process.platform === 'linux' && peers('bwrap', 'nginx', 'php-fpm8.2'))(
  'the code of an application',
  () => {
    let curious: Site;
    let other: Site;
    const folderOf = (site: Site, part: RegExp) =>
      inData('instances', instanceFolders(director, site.aid).find((name) => part.test(name)) ?? 'none');
    const agentFolder = (site: Site) => folderOf(site, /-web-/);
    const got = (order: Order) => tryIt(curious.url, order);

    async function scriptOf(site: Site): Promise<string> {
      const version = (await client.listCodeVersions({ params: site })).find(({ current }) => current);
      return inData(`storage/a${site.aid}/s1/code/${version?.codeVersionId}/index.php`);
    }

    async function deploy(site: Site, index: string): Promise<void> {
      const file = await tarOf([{ name: 'index.php', content: index }]);
      const { codeVersionId: version } = await client.uploadCodeVersion({
        params: site,
        query: { filename: 'a.tar' },
        file,
      });
      await ended(client, await client.enableCodeVersion({ params: { ...site, version } }));
    }

    beforeAll(async () => {
      expect((await client.listClouds())[0]?.isolation.kind).toBe('bubblewrap');
      curious = await startedSite(client, 'Curious');
      other = await startedSite(client, 'Other');
      await deploy(curious, probe);
      await deploy(
        other,
        `<?php file_put_contents(getenv('CONPAAS_DATA_DIR') . '/diary', 'my secret'); echo "written";`,
      );
      expect(await (await fetch(other.url)).text()).toBe('written');
      expect(await readFile(inData(`storage/a${other.aid}/s1/data/diary`), 'utf8')).toBe('my secret');
    });

    it('reads and writes what is its own', async () => {
      const own = inData(`storage/a${curious.aid}/s1/data/own`);
      expect(await got({ what: 'write', path: own })).toBe('done\n');
      expect(await got({ what: 'read', path: own })).toBe('overwritten\n');
      expect(await got({ what: 'shell read', path: own })).toBe('overwritten\n');
    });

    const places: [what: string, path: () => string][] = [
      ["another application's data", () => inData(`storage/a${other.aid}/s1/data/diary`)],
      ["what another application's manager keeps", () => inData(`storage/a${other.aid}/manager/services/1.json`)],
      ['what its own manager keeps', () => inData(`storage/a${curious.aid}/manager/services/1.json`)],
      ['the key of the authority', () => inData('certificates/ca_key.pem')],
      ["the Director's key", () => inData('certificates/director/key.pem')],
      ["the owner's key", () => inData('certificates/owner/key.pem')],
      ['the database', () => inData('director.db')],
      ['where the Director listens', () => inData('director.json')],
      ['the log of the Director', () => inData('logs/director.log')],
      ["the key of another application's agent", () => join(agentFolder(other), 'configuration/key.pem')],
      ["the key of another application's manager", () => join(folderOf(other, /-mgr-/), 'configuration/key.pem')],
      ['the key of its own manager', () => join(folderOf(curious, /-mgr-/), 'configuration/key.pem')],
      ["the cloud's record of its own instance", () => join(agentFolder(curious), 'instance.json')],
      ['passwords of the computer', () => '/etc/shadow'],
    ];
    it.each(places)('reads and changes nothing of %s', async (_, path) => {
      const before = await readFile(path());
      expect(await got({ what: 'read', path: path() })).toBeNull();
      expect(await got({ what: 'shell read', path: path() })).toBeNull();
      await got({ what: 'write', path: path() });
      expect(await readFile(path())).toEqual(before);
    });

    it('finds no folder of others, no home, and no process but its own', async () => {
      for (const folder of [
        homedir(),
        '/home',
        inData('certificates'),
        inData(`storage/a${other.aid}`),
        agentFolder(other),
      ]) {
        expect(await got({ what: 'list', path: folder })).toBeNull();
        expect(await got({ what: 'shell list', path: folder })).toBeNull();
      }
      const names = String(await got({ what: 'shell list', path: inData('instances') }));
      expect(names.trim()).toBe(agentFolder(curious).split('/').pop());
      const environments = String(await got({ what: 'shell', path: 'cat /proc/[0-9]*/environ | tr "\\0" "\\n"' }));
      const vmids = new Set(environments.match(/(?<=CONPAAS_INSTANCE=).+/g));
      expect([...vmids]).toEqual([agentFolder(curious).slice(-8)]);
    });

    it('is not given the key of its agent by PHP itself', async () => {
      const key = join(agentFolder(curious), 'configuration/key.pem');
      expect(await got({ what: 'read', path: key })).toBeNull();
    });

    it('reaches with the key of its agent, which a shell can read, neither other agents nor managers nor the Director', async () => {
      const file = (name: string) => join(agentFolder(curious), 'configuration', name);
      const both = inData(`storage/a${curious.aid}/s1/data/agent.pem`);
      const certificate = { local_cert: both };
      await got({ what: 'shell', path: `cat ${file('cert.pem')} ${file('key.pem')} > ${both}` });
      const [node] = await client.listNodes({ params: other });
      const { manager } = await client.getApplication({ params: other });
      const own = await client.getApplication({ params: curious });
      const status = '/?service_id=0&method=get_status&id=1&params=%7B%7D';
      const [ownNode] = await client.listNodes({ params: curious });
      // That the attempt itself is right: the agents of one application do trust each other.
      const answer = await got({ what: 'tls', address: `${ownNode?.address}:5555`, path: status, certificate });
      expect(String(answer)).toContain('"servers"');
      const refused: [string, string][] = [
        [`${node?.address}:5555`, status],
        [`${manager?.address}:${manager?.port}`, '/?service_id=0&method=get_services&id=1&params=%7B%7D'],
        [`${own.manager?.address}:${own.manager?.port}`, '/?service_id=0&method=get_services&id=1&params=%7B%7D'],
        [new URL((await client.getSystem()).address.api).host, '/api/applications'],
      ];
      for (const [address, path] of refused) {
        const said = await got({ what: 'tls', address, path, certificate });
        console.info(`with the agent's key at ${address}: ${String(said).split('\r\n')[0]}`);
        expect(String(said)).not.toMatch(/^HTTP\/1.1 2/);
      }
    });

    it('has no PHP of another application run by its php-fpm', async () => {
      const [node] = await client.listNodes({ params: other });
      const body = `<?php die('stolen: ' . file_get_contents('${inData(`storage/a${other.aid}/s1/data/diary`)}'));`;
      const params = {
        REQUEST_METHOD: 'POST',
        SCRIPT_FILENAME: await scriptOf(other),
        CONTENT_LENGTH: `${body.length}`,
        PHP_VALUE: 'allow_url_include = On\nauto_prepend_file = php://input',
        PHP_ADMIN_VALUE: 'allow_url_include = On\nopen_basedir = /',
      };
      const socketOf = (site: Site, address: string | undefined) =>
        `unix://${inData(`storage/a${site.aid}/s1/sockets/${address}-9000`)}`;
      const stolen = (path: string) => got({ what: 'fastcgi', path, params, body });
      expect(await stolen(`tcp://${node?.address}:9000`)).toBeNull();
      expect(await stolen(socketOf(other, node?.address))).toBeNull();
      // That the attempt itself is right: a program of the same service gets in.
      const [own] = await client.listNodes({ params: curious });
      const inside = { ...params, SCRIPT_FILENAME: await scriptOf(curious) };
      const said = await got({
        ...{ what: 'fastcgi', path: socketOf(curious, own?.address), params: inside },
        body: "<?php die('inside'); //".padEnd(body.length),
      });
      expect(String(said)).toContain('inside');
    });

    it('cannot have the Director write to a file of its choice by a link in place of a log', async () => {
      const victim = inData('victim');
      await writeFile(victim, 'untouched');
      const logs = join(agentFolder(curious), 'logs');
      const links = `cd ${logs} && for name in agent.out agent.err; do ln -sf ${victim} $name; done && ls -l`;
      expect(await got({ what: 'shell', path: links })).toContain('victim');
      await ended(client, await client.stopApplication({ params: curious }));
      expect(await readFile(victim, 'utf8')).toBe('untouched');
    });
  },
);

describe('a second Director', () => {
  it('on the same folder is refused, naming the process of the first, which goes on', async () => {
    const entry = join(import.meta.dirname, '../../../director/serve.ts');
    const second = spawn(
      process.execPath,
      [entry, '--data-dir', director.directory, '--port', '0', '--api-port', '0'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const [printed, errors, [code]] = await Promise.all([
      text(second.stdout),
      text(second.stderr),
      once(second, 'exit'),
    ]);
    const said = printed + errors;
    console.info(`second Director: ${said.trim()}`);
    expect(code).toBe(1);
    expect(said).toContain(`process ${director.process.pid}`);
    expect(said).toContain(director.directory);
    expect((await client.getVersion()).version).not.toBe('');
  });
});
