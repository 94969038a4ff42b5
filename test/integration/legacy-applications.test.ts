import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, legacySteps } from './legacy/legacy-steps.ts';
import { type LegacyWorld, legacyWorld, type OldUser } from './legacy/legacy-world.ts';
import { type OldCredentials, oldCall } from './legacy/old-client.ts';

let world: LegacyWorld;
let anna: OldUser;
let ben: OldUser;
beforeAll(async () => {
  world = await legacyWorld();
  anna = await world.register('anna');
  ben = await world.register('ben');
});
afterAll(() => world.close());

const localTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/;
const { get, post, created, started, running, applications } = legacySteps(() => world);

describe('applications', () => {
  it('are created, listed, renamed and deleted', async () => {
    const { json } = await post('/createapp', as(anna, { name: 'shop' }));
    expect(json).toEqual({
      aid: expect.any(Number),
      name: 'shop',
      uid: anna.uid,
      status: 'INIT',
      manager: null,
      vmid: null,
      cloud: null,
    });
    const { aid } = json as { aid: number };
    expect((await post(`/renameapp/${aid}`, as(anna, { name: 'store' }))).text).toBe('{}');
    expect(await applications(anna)).toContainEqual({ ...(json as object), name: 'store' });
    expect((await post(`/deleteapp/${aid}`, as(anna))).text).toBe('{}');
    expect((await applications(anna)).map((one) => one.aid)).not.toContain(aid);
    // At once, under the same name.
    expect(await created(anna, 'store')).toBeGreaterThan(aid);
  });

  it.each([
    ['/createapp', {}, '"name" is a required argument'],
    ['/createapp', { name: 'taken' }, 'Application name "taken" is already taken'],
    ['/renameapp/%', {}, '"name" is a required argument'],
    ['/renameapp/%', { name: 'taken' }, 'Application name "taken" is already taken'],
    ['/renameapp/999999', { name: 'other' }, 'Application not found'],
    ['/startapp/999999', {}, 'Application not found'],
    ['/startapp/%/mars', {}, "Unknown cloud name 'mars'"],
    ['/stopapp/999999', {}, 'Application not found'],
    ['/deleteapp/99999999999999999999999', {}, 'Application not found'],
  ])('%s with %j says: %s', async (path, form, error) => {
    const mine = await applications(anna);
    const aid = mine.find(({ name }) => name === 'taken')?.aid ?? (await created(anna, 'taken'));
    const other = mine.find(({ name }) => name === 'free')?.aid ?? (await created(anna, 'free'));
    expect(other).not.toBe(aid);
    const answer = await post(path.replace('%', String(other)), as(anna, form as Record<string, string>));
    expect(answer).toMatchObject({ status: 200, text: JSON.stringify({ error }) });
  });

  it('of others are as unknown as those that do not exist', async () => {
    const aid = await created(ben, 'private');
    const unknown = JSON.stringify({ error: 'Application not found' });
    for (const path of [`/startapp/${aid}`, `/stopapp/${aid}`, `/deleteapp/${aid}`, `/list/${aid}`])
      expect((await post(path, as(anna))).text).toBe(unknown);
    expect((await post(`/renameapp/${aid}`, as(anna, { name: 'mine' }))).text).toBe(unknown);
    expect((await post(`/download_manifest/${aid}`, as(anna))).json).toEqual({
      error: `The appid ${aid} does not exist`,
    });
  });

  it('are not started without credit', async () => {
    const poor = await world.register('poor', 0);
    const aid = await created(poor, 'dream');
    expect((await post(`/startapp/${aid}`, as(poor))).json).toEqual({ error: 'Insufficient credits' });
    expect((await get('/list_resources', poor)).json).toEqual([]);
    expect((await get('/user_credit', poor)).text).toBe('0');
  });
});

describe('a running application', () => {
  let aid: number;
  beforeAll(async () => {
    aid = await started(ben, 'running');
  });

  it('has a manager with an address, on the default cloud, that is paid for', async () => {
    const found = (await applications(ben)).find((one) => one.aid === aid);
    expect(found).toMatchObject({ status: 'RUNNING', manager: expect.stringMatching(/^127\./), cloud: 'iaas' });
    expect((await get('/list_resources', ben)).json).toEqual([
      {
        rid: expect.any(Number),
        vmid: found?.vmid,
        app_id: aid,
        service_id: 0,
        charged: 1,
        ip: found?.manager,
        role: 'manager',
        cloud: 'default',
        created: expect.stringMatching(localTime),
        app_name: 'running',
      },
    ]);
    expect((await get('/user_credit', ben)).text).toBe('49');
    expect((await post(`/startapp/${aid}`, as(ben))).json).toEqual({ error: 'Application already started' });
  });

  it('takes services, which are listed, renamed and removed', async () => {
    const added = await post('/add/php', as(ben, { appid: String(aid) }));
    const listing = added.json as { service: { rec_id: number; sid: number }; application: object };
    const service = {
      rec_id: expect.any(Number),
      sid: 1,
      name: 'New php service',
      type: 'php',
      state: 'INIT',
      created: expect.stringMatching(localTime),
      cloud: null,
      subnet: null,
      application_id: aid,
    };
    expect(listing).toEqual({ service, application: (await applications(ben)).find((one) => one.aid === aid) });
    const place = { app_id: String(aid), service_id: '1' };
    expect((await post('/rename', as(ben, { ...place, name: 'Pages' }))).text).toBe('{}');
    const listed = [{ ...listing, service: { ...service, name: 'Pages' } }];
    expect((await get('/list', ben)).json).toEqual(listed);
    expect((await get(`/list/${aid}`, ben)).json).toEqual(listed);
    expect((await post('/remove', as(ben, place))).text).toBe('{}');
    expect((await get('/list', ben)).json).toEqual([]);
  });

  it.each([
    ['/add/perl', { appid: '%' }, "Unknown service type 'perl'"],
    ['/add/php', { appid: '999999' }, 'Application 999999 not found.'],
    ['/add/php', { appid: 'mine' }, 'Application mine not found.'],
    ['/rename', { name: 'x' }, 'Bad specification of application or service IDs'],
    ['/rename', { app_id: 'a', service_id: '1', name: 'x' }, 'Bad specification of application or service IDs'],
    ['/rename', { app_id: '%', service_id: '99' }, '"name" is a required argument'],
    ['/rename', { app_id: '%', service_id: '99', name: 'x' }, 'Invalid service_id'],
    ['/remove', { app_id: '%' }, 'Bad specification of application or service IDs'],
  ])('%s with %j says: %s', async (path, given, error) => {
    const form = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [key, value.replace('%', String(aid))]),
    );
    expect((await post(path, as(ben, form))).text).toBe(JSON.stringify({ error }));
  });

  it('is what a service needs', async () => {
    const idle = await created(ben, 'idle');
    const error = `Application ${idle} has not started. Try to start it first.`;
    expect((await post('/add/php', as(ben, { appid: String(idle) }))).json).toEqual({ error });
    const nobody = await world.register('nobody');
    expect((await post('/add/php', as(nobody))).json).toEqual({ error: 'No existing applications' });
  });

  it('is stopped when the answer comes, keeps its services, and starts again', async () => {
    await post('/add/php', as(ben, { appid: String(aid) }));
    expect((await post(`/stopapp/${aid}`, as(ben))).text).toBe('{}');
    expect((await applications(ben)).find((one) => one.aid === aid)).toMatchObject({
      status: 'STOPPED',
      manager: null,
    });
    expect((await get(`/list/${aid}`, ben)).json).toHaveLength(1);
    expect((await post(`/startapp/${aid}/default`, as(ben))).text).toBe('{}');
    await running(ben, aid);
  });

  describe('asks by its manager', () => {
    let manager: OldCredentials;
    let sid: number;
    beforeAll(async () => {
      manager = await world.instance('manager', ben.uid, aid);
      const { json } = await post('/add/php', as(ben, { appid: String(aid) }));
      sid = (json as { service: { sid: number } }).service.sid;
    });
    const nodes = (changes: Record<string, string> = {}) => ({
      app_id: String(aid),
      service_id: String(sid),
      service_type: 'php',
      manager_ip: '127.0.0.1',
      nodes_info: JSON.stringify([{ role: 'backend', cloud: 'default' }]),
      context: '{}',
      ...changes,
    });

    it('for credit', async () => {
      const { credit } = (await post('/credit', as(manager))).json as { credit: number };
      expect(credit).toBeGreaterThan(40);
      const decrement = (given: Record<string, string>) =>
        post('/callback/decrementUserCredit.php', as(manager, { aid: String(aid), ...given }));
      expect((await decrement({})).text).toBe('{"error":false}');
      expect((await decrement({ decrement: '1000' })).text).toBe('{"error":true}');
      expect((await decrement({ decrement: '-5' })).text).toBe('{"error":true}');
      // The Director charges by itself; asking costs nothing.
      expect((await post('/credit', as(manager))).json).toEqual({ credit });
    });

    it('for nodes, and gives them back', async () => {
      const { json } = await post('/create_nodes', as(manager, nodes()));
      const [node] = json as { id: string; vmid: string }[];
      expect(json).toEqual([
        {
          id: `iaas${node?.vmid}`,
          vmid: expect.stringMatching(/^[0-9a-f]{8}$/),
          ip: expect.stringMatching(/^127\./),
          private_ip: expect.stringMatching(/^127\./),
          cloud_name: 'iaas',
          weight_backend: 100,
          role: 'backend',
          volumes: [],
        },
      ]);
      const vmids = async () =>
        ((await get('/list_resources', ben)).json as { vmid: string }[]).map(({ vmid }) => vmid);
      expect(await vmids()).toContain(node?.vmid);
      const stranger = await world.instance('manager', anna.uid, await created(anna, 'strange'));
      expect((await post('/remove_nodes', as(stranger, { nodes: JSON.stringify(json) }))).text).toBe('{}');
      expect(await vmids()).toContain(node?.vmid);
      const unknown = [...(json as object[]), { id: 'iaas00000000' }];
      expect((await post('/remove_nodes', as(manager, { nodes: JSON.stringify(unknown) }))).text).toBe('{}');
      expect(await vmids()).not.toContain(node?.vmid);
    });

    it.each([
      [{ app_id: '1234567' }, 'Application not found'],
      [{ service_id: '99' }, /^Unknown service id 99 in application \d+$/],
      [{ nodes_info: "[{'role': u'backend'}]" }, '"nodes_info" is not valid JSON'],
      [{ nodes_info: '[]' }, /nodes/],
      [{ nodes_info: '[{"role": "backend", "cloud": "mars"}]' }, "Unknown cloud name 'mars'"],
    ])('for nodes with %j and hears why not', async (changes, error) => {
      const { status, json } = await post('/create_nodes', as(manager, nodes(changes as Record<string, string>)));
      expect(status).toBe(200);
      expect(json).toEqual({ error: typeof error === 'string' ? error : expect.stringMatching(error) });
    });

    it.each(['/attach_volume', '/detach_volume', '/destroy_volume'])(
      'about volumes that are not its own: %s',
      async (path) => {
        const { json } = await post(path, as(manager, { volume_id: '123', vm_id: '123', device_name: 'sdb' }));
        expect(json).toEqual({ error: expect.stringContaining('123') });
      },
    );

    it('for a volume, which it attaches, detaches and destroys by its id', async () => {
      const made = (await post('/create_nodes', as(manager, nodes()))).json as { vmid: string }[];
      const vm_id = made[0]?.vmid ?? '';
      const wanted = { name: 'data', size: '16', vm_id, cloud: 'default' };
      const { volume_id } = (await post('/create_volume', as(manager, wanted))).json as { volume_id: string };
      expect(volume_id).toMatch(/^[0-9a-f]{8}$/);
      expect((await post('/create_volume', as(manager, wanted))).json).toEqual({
        error: expect.stringContaining('data'),
      });
      const attachment = { vm_id, volume_id, device_name: 'sdb', cloud: 'default' };
      expect((await post('/attach_volume', as(manager, attachment))).text).toBe('{}');
      const stranger = await world.instance('manager', anna.uid, await created(anna, 'volume thief'));
      expect((await post('/destroy_volume', as(stranger, { volume_id }))).json).toHaveProperty('error');
      expect((await post('/detach_volume', as(manager, { volume_id }))).text).toBe('{}');
      expect((await post('/destroy_volume', as(manager, { volume_id }))).text).toBe('{}');
      expect((await post('/destroy_volume', as(manager, { volume_id }))).json).toHaveProperty('error');
      await post('/remove_nodes', as(manager, { nodes: JSON.stringify(made) }));
    });

    it.each([
      [{ size: '0' }, /size/],
      [{ size: 'big' }, /size/],
      [{ name: '../evil' }, /name|contains/],
    ])('for a volume with %j and hears why not', async (changes, error) => {
      const made = (await post('/create_nodes', as(manager, nodes()))).json as { vmid: string }[];
      const wanted = { name: 'odd', size: '16', vm_id: made[0]?.vmid ?? '', ...(changes as Record<string, string>) };
      expect((await post('/create_volume', as(manager, wanted))).json).toEqual({ error: expect.stringMatching(error) });
      await post('/remove_nodes', as(manager, { nodes: JSON.stringify(made) }));
    });

    it('for a volume of a node that is not its own', async () => {
      const { json } = await post('/create_volume', as(manager, { size: '10', name: 'x', vm_id: '00000000' }));
      expect(json).toEqual({ error: 'The service node ID does not exist' });
    });

    it('for a certificate of its own, whatever its request says it is', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'conpaas-csr-'));
      const [key, csr] = [join(folder, 'key.pem'), join(folder, 'csr.pem')];
      execFileSync(
        'openssl',
        [
          'req',
          '-new',
          '-newkey',
          'rsa:2048',
          '-nodes',
          '-keyout',
          key,
          '-out',
          csr,
          '-subj',
          '/CN=evil/role=frontend/UID=1',
        ],
        { stdio: 'ignore' },
      );
      const files = { csr: { filename: 'csr.pem', content: readFileSync(csr) } };
      const own = readFileSync(key, 'utf8');
      rmSync(folder, { recursive: true });
      const { text } = await post('/ca/get_cert.php', { credentials: manager, files });
      const { subject } = new X509Certificate(text);
      expect(subject.split('\n').sort()).toEqual(
        [
          `UID=${ben.uid}`,
          `serviceLocator=${aid}`,
          'O=Contrail',
          'emailAddress=info@conpaas.eu',
          'CN=ConPaaS',
          'role=manager',
        ].sort(),
      );
      expect((await post('/credit', as({ key: own, cert: text }))).json).toHaveProperty('credit');
      expect((await post('/ca/get_cert.php', as(manager))).json).toEqual({ error: '"csr" is a required argument' });
      const junk = { csr: { filename: 'csr.pem', content: Buffer.from('junk') } };
      expect((await post('/ca/get_cert.php', { credentials: manager, files: junk })).json).toEqual({
        error: 'The certificate request cannot be used: it cannot be read.',
      });
    });
  });
});

describe('manifests', () => {
  const upload = (manifest: string, more: Record<string, string> = {}) =>
    post('/upload_manifest', { credentials: anna, multipart: { manifest, ...more } });

  it('without services make an application only', async () => {
    expect((await upload(JSON.stringify({ Application: 'Empty', Services: [] }))).text).toBe('{}');
    expect((await applications(anna)).find(({ name }) => name === 'Empty')).toMatchObject({ status: 'INIT' });
  });

  it('answer at once in a thread, and are polled for', async () => {
    const manifest = JSON.stringify({ Application: 'Page', Services: [{ Type: 'php', ServiceName: 'Pages' }] });
    const { json } = await upload(manifest, { thread: 'True', cloud: 'default' });
    const { aid } = json as { aid: number };
    await running(anna, aid);
    const exported = (await post(`/download_manifest/${aid}`, as(anna))).json;
    expect(exported).toMatchObject({ Application: 'Page', Services: [{ Type: 'php', ServiceName: 'Pages' }] });
    expect((await post(`/deleteapp/${aid}`, as(anna))).text).toBe('{}');
  }, 120_000);

  it('are exported with addresses of what they refer to', async () => {
    const aid = await started(anna, 'exported');
    await post('/add/php', as(anna, { appid: String(aid) }));
    const files = { script: { filename: 'startup.sh', content: Buffer.from('echo hello') } };
    const multipart = { service_id: '0', method: 'upload_startup_script', sid: '1' };
    await oldCall(await world.managerUrl(anna, aid), 'POST', '/', { credentials: anna, multipart, files });
    const { Services } = (await post(`/download_manifest/${aid}`, as(anna))).json as {
      Services: { StartupScript: string }[];
    };
    const address = Services[0]?.StartupScript ?? '';
    expect(address).toMatch(new RegExp(`^${world.url}/download_data/[0-9a-f]{32}$`));
    expect((await get(new URL(address).pathname)).text).toBe('echo hello');
    await post(`/deleteapp/${aid}`, as(anna));
  });

  it.each([
    [{}, '"manifest" is a required argument'],
    [{ manifest: '{' }, 'Error parsing json'],
    [{ manifest: '{"Application":"x","Services":[{"Type":"perl"}]}' }, 'Service perl does not exists'],
  ])('%j: %s', async (form, error) => {
    expect((await post('/upload_manifest', as(anna, form as Record<string, string>))).json).toEqual({ error });
  });
});

describe('/download/ConPaaS.tar.gz', () => {
  it('is the same bytes each time, and holds the programs of managers and agents', async () => {
    const [one, other] = await Promise.all([get('/download/ConPaaS.tar.gz'), get('/download/ConPaaS.tar.gz')]);
    expect(one.headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-length': String(one.body.length),
    });
    const hashes = [one, other].map(({ body }) => createHash('sha256').update(body).digest('hex'));
    expect(hashes[0]).toBe(hashes[1]);
    const names = execFileSync('tar', ['-tz'], { input: one.body }).toString().split('\n');
    expect(names).toContain('ConPaaS/package.json');
    expect(names).toContain('ConPaaS/director/manager/main.ts');
    expect(names).toContain('ConPaaS/director/agent/main.ts');
    const head = await world.call('HEAD', '/download/ConPaaS.tar.gz');
    expect(head.headers['content-length']).toBe(String(one.body.length));
  });
});
