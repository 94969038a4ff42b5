import { describe, expect, it } from 'vitest';
import { bundleOf, check, php } from './check.ts';

const inService = 'Services[0]';

describe('a manifest that is wrong', () => {
  const wrong: [what: string, manifest: unknown, field: string, message: string | RegExp][] = [
    ['empty', '', '', '"manifest" is a required argument'],
    ['blank', ' \n\t', '', '"manifest" is a required argument'],
    ['no JSON', 'Application: shop', '', /^Error parsing json: /],
    ['cut off', '{"Services": [', '', /^Error parsing json: /],
    ['JSON with a comment', '{} // none', '', /^Error parsing json: /],
    ['JSON with a comma too many', '{"Services": [],}', '', /^Error parsing json: /],
    ['a list', [], '', 'A manifest is an object: {…}'],
    ['a text', '"shop"', '', 'A manifest is an object: {…}'],
    ['nothing', 'null', '', 'A manifest is an object: {…}'],
    ['too large', `"${'x'.repeat(1_000_000)}"`, '', 'A manifest has at most 1000000 characters; this one has 1000002'],
    ['too deep', '['.repeat(100_000), '', 'Lists and objects within each other go at most 16 levels deep'],
    ['naming a field twice', '{"Application": "a", "Application": "b"}', 'Application', '"Application" is there twice'],
    ['without a name', { Application: '  ' }, 'Application', 'Application is a text of 1 to 256 characters'],
    ['named by a number', { Application: 7 }, 'Application', 'Application is a text of 1 to 256 characters'],
    ['named too long', { Application: 'n'.repeat(257) }, 'Application', 'Application is a text of 1 to 256 characters'],
    ['with services that are no list', { Services: {} }, 'Services', 'Services is a list: […]'],
    ['with a service that is a text', { Services: ['php'] }, inService, 'Services[0] is an object: {…}'],
    ['without a type', { Services: [{}] }, `${inService}.Type`, 'The "Type" field is mandatory'],
    ['with a type that is a number', { Services: [{ Type: 1 }] }, `${inService}.Type`, 'The "Type" field is mandatory'],
    ['with an unknown type', { Services: [{ Type: 'cobol' }] }, `${inService}.Type`, 'Service cobol does not exists'],
    [
      'of every object',
      { Services: [{ Type: '__proto__' }] },
      `${inService}.Type`,
      'Service __proto__ does not exists',
    ],
    ['with an unknown cloud', php({ Cloud: 'ec2' }), `${inService}.Cloud`, "Unknown cloud name 'ec2'"],
    ['with a name that is a list', php({ ServiceName: [] }), `${inService}.ServiceName`, /1 to 256 characters/],
    ['with a start that is a text', php({ Start: 'yes' }), `${inService}.Start`, 'Start: 1 or 0'],
    [
      'with an unknown role',
      php({ StartupInstances: { glb: 1 } }),
      `${inService}.StartupInstances.glb`,
      "Wrong node type 'glb' for service type 'php'.",
    ],
    [
      'with a role of every object',
      '{"Services": [{"Type": "php", "StartupInstances": {"__proto__": 1}}]}',
      `${inService}.StartupInstances.__proto__`,
      '"__proto__" cannot be a name',
    ],
    ['with half a node', php({ StartupInstances: { web: 1.5 } }), `${inService}.StartupInstances.web`, /whole number/],
    ['with fewer than no node', php({ StartupInstances: { web: -1 } }), `${inService}.StartupInstances.web`, /whole/],
    ['with none of a role', php({ StartupInstances: { web: 0 } }), `${inService}.StartupInstances`, /Not enough 'web'/],
    ['with very many nodes', php({ StartupInstances: { web: 65 } }), `${inService}.StartupInstances`, /Invalid number/],
    [
      'with proxies alone',
      php({ StartupInstances: { proxy: 2 } }),
      `${inService}.StartupInstances`,
      /^Cannot add more proxy servers without at least one stand-alone 'web' node/,
    ],
    [
      'with an unknown separate role',
      php({ SeparateRoles: ['x'] }),
      `${inService}.SeparateRoles[0]`,
      /Wrong node type/,
    ],
    [
      'fetching a file of the computer',
      php({ Archive: 'file:///etc/passwd' }),
      `${inService}.Archive`,
      /only http and/,
    ],
    ['fetching by ftp', php({ Archive: 'ftp://x/y' }), `${inService}.Archive`, /only http and https/],
    ['fetching with a script', php({ StartupScript: 'javascript:1' }), `${inService}.StartupScript`, /only http and/],
    ['telling a password', php({ Archive: 'https://me:secret@x/y' }), `${inService}.Archive`, /user name or password/],
    ['with no address', php({ Archive: 'https://' }), `${inService}.Archive`, /cannot be read/],
    ['with an absolute path', php({ Archive: '/etc/passwd' }), `${inService}.Archive`, /leads out of the bundle/],
    ['with a path to the parent', php({ Archive: 'a/../../b' }), `${inService}.Archive`, /leads out of the bundle/],
    ['with a drive', php({ Archive: 'C:\\code.zip' }), `${inService}.Archive`, /only http and https/],
    ['with a path of Windows', php({ Archive: '..\\code.zip' }), `${inService}.Archive`, /leads out of the bundle/],
    [
      'naming a file that is not there',
      php({ Archive: 'x.tar' }),
      `${inService}.Archive`,
      'The bundle has no file "x.tar"',
    ],
    ['with a folder as script', php({ StartupScript: 'code' }), `${inService}.StartupScript`, '"code" is a folder'],
    [
      'with an unknown setting',
      php({ Configuration: { auto_prepend_file: 'x' } }),
      `${inService}.Configuration.auto_prepend_file`,
      /auto_prepend_file/,
    ],
    [
      'with a setting of the wrong form',
      php({ Configuration: { memory_limit: 'lots' } }),
      `${inService}.Configuration.memory_limit`,
      /is not digits and optional K, M or G/,
    ],
    [
      'with a setting that is a list',
      php({ Configuration: { memory_limit: [] } }),
      `${inService}.Configuration.memory_limit`,
      'memory_limit: a text or a number',
    ],
    ['setting PATH', php({ Environment: { PATH: '/x' } }), `${inService}.Environment.PATH`, /belongs to the servers/],
    ['setting HTTP_PROXY', php({ Environment: { HTTP_PROXY: 'x' } }), `${inService}.Environment.HTTP_PROXY`, /belongs/],
    ['with a name for the shell', php({ Environment: { 'A;B': 'x' } }), `${inService}.Environment.A;B`, /a name has/],
    ['with lines in a value', php({ Environment: { A: 'x\ny' } }), `${inService}.Environment.A`, /one line/],
    [
      'with a short secret',
      php({ Environment: { A: { Generate: 3 } } }),
      `${inService}.Environment.A.Generate`,
      /least 8/,
    ],
    ['with a strange secret', php({ Environment: { A: { Make: 3 } } }), `${inService}.Environment.A`, /a text, or/],
  ];

  it.each(wrong)('%s is told with field and place', async (_, manifest, field, message) => {
    const { problems, plan } = await check(manifest, bundleOf('code/', 'y.tar'));
    expect(plan).toBeNull();
    const [first] = problems.filter(({ severity }) => severity === 'error');
    expect(first).toMatchObject({
      field,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    expect(first?.line).toBeGreaterThan(0);
    expect(first?.column).toBeGreaterThan(0);
  });

  it('tells everything at once, in the order of the text', async () => {
    const { problems } = await check({
      Application: '',
      Services: [{ Type: 'cobol', Cloud: 5 }, {}, { Type: 'php', Start: 3, Cloud: 'ec2', Archive: 'ftp://x', Typo: 1 }],
    });
    expect(problems.map(({ field, severity }) => `${severity} ${field}`)).toEqual([
      'error Application',
      'error Services[0].Type',
      'error Services[0].Cloud',
      'error Services[1].Type',
      'error Services[2].Start',
      'error Services[2].Cloud',
      'error Services[2].Archive',
      'warning Services[2].Typo',
    ]);
  });

  it('points at line and column of the value', async () => {
    const { problems } = await check('{\n  "Services": [\n    { "Type": "php",\n      "Cloud": "ec2" } ]\n}');
    expect(problems).toMatchObject([{ line: 4, column: 16, field: 'Services[0].Cloud' }]);
  });

  it('points at the service where a field is missing', async () => {
    const { problems } = await check('{ "Services": [\n  { } ] }');
    expect(problems).toMatchObject([{ line: 2, column: 3, field: 'Services[0].Type' }]);
  });

  it('of 10,000 services gets one answer, at once', async () => {
    const text = JSON.stringify({ Services: Array.from({ length: 10_000 }, () => ({ Type: 'cobol' })) });
    const begun = performance.now();
    const { problems } = await check(text);
    expect(performance.now() - begun).toBeLessThan(500);
    expect(problems.map(({ message }) => message)).toEqual(['A manifest has at most 100 services; this one has 10000']);
  });
});

describe('what is strange but harmless', () => {
  it.each([
    ['an unknown field', php({ Archve: 'x' }), 'Services[0].Archve', '"Archve" is not known and is ignored', undefined],
    ['a field in other letters', php({ archive: 'x' }), 'Services[0].archive', /not known/, 'Did you mean "Archive"?'],
    ['an unknown field at the top', { Service: [] }, 'Service', /not known/, 'Did you mean "Services"?'],
    [
      'a field of another type',
      php({ Dump: 'ftp://x' }),
      'Services[0].Dump',
      'A php service has no "Dump"; it is ignored',
      undefined,
    ],
  ])('%s is a warning', async (_, manifest, field, message, hint) => {
    const { problems, plan } = await check(manifest);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: 'warning', field, message: expect.stringMatching(message) });
    expect(problems[0]?.hint).toBe(hint);
    expect(plan).not.toBeNull();
  });

  it('two services of one name are a warning', async () => {
    const service = { Type: 'php', ServiceName: 'Pages' };
    const { problems } = await check({ Services: [service, service] });
    expect(problems).toMatchObject([{ severity: 'warning', field: 'Services[1].ServiceName' }]);
  });
});

describe('a generic service', () => {
  const generic = (StartupInstances: object) => ({ Services: [{ Type: 'generic', StartupInstances }] });

  it.each([
    [{}, 1],
    [{ master: 1 }, 1],
    [{ node: 2 }, 3],
    [{ master: 1, node: 1 }, 2],
  ])('with %j has %i nodes', async (instances, nodes) => {
    expect((await check(generic(instances))).plan?.services[0]?.nodes).toBe(nodes);
  });

  it.each([{ master: 0 }, { master: 2 }, { worker: 1 }])('cannot have %j', async (instances) => {
    const { problems, plan } = await check(generic(instances));
    expect(plan).toBeNull();
    expect(problems).toMatchObject([{ severity: 'error', field: expect.stringContaining('StartupInstances') }]);
  });

  it('has volumes on nodes of a role that it has, each with a name of its own', async () => {
    const volumes = (...Volumes: object[]) => check({ Services: [{ Type: 'generic', Volumes }] });
    expect((await volumes({ Name: 'data', Size: 100, Role: 'master' })).plan?.services[0]?.steps).toEqual([
      'Start the service',
      'Create the volumes: data',
    ]);
    const { problems } = await volumes(
      { Name: 'a', Size: 1 },
      { Name: 'a', Size: 1, Role: 'x' },
      { Name: 'ä', Size: 0 },
    );
    expect(problems.map(({ field }) => field)).toEqual(['Services[0].Volumes[2].Name', 'Services[0].Volumes[2].Size']);
    const others = await volumes({ Name: 'a', Size: 1 }, { Name: 'a', Size: 1, Role: 'x' });
    expect(others.problems.map(({ field }) => field)).toEqual([
      'Services[0].Volumes[1].Name',
      'Services[0].Volumes[1].Role',
    ]);
  });
});

describe('a manifest that is right', () => {
  it('with nothing in it makes an application and no instance', async () => {
    expect(await check('{}')).toEqual({
      problems: [],
      plan: { application: 'New application', cloud: 'local', services: [], instances: 0 },
    });
  });

  it('tells what would be made, what is done for it and what it costs', async () => {
    const { plan, problems } = await check(
      {
        Application: ' Shop ',
        Description: 'Sells',
        Services: [
          {
            Type: 'php',
            ServiceName: 'Pages',
            Archive: 'https://files.example/a%20b/shop.tar.gz?key=1',
            StartupScript: 'setup.sh',
            StartupInstances: { proxy: 2, web: 1, backend: '3' },
            Configuration: { memory_limit: '64M', max_execution_time: 10 },
            Environment: { MODE: 'live', KEY: { Generate: 32 } },
            Cloud: 'other',
          },
          { Type: 'php', Start: 0, Archive: 'code' },
        ],
      },
      bundleOf('setup.sh', 'code/'),
    );
    expect(problems).toEqual([]);
    expect(plan).toEqual({
      application: 'Shop',
      cloud: 'local',
      instances: 1 + 6,
      services: [
        {
          type: 'php',
          name: 'Pages',
          cloud: 'other',
          start: true,
          instances: { proxy: 2, web: 1, backend: 3 },
          nodes: 6,
          steps: [
            'Upload the startup script: setup.sh',
            'Upload the code: shop.tar.gz',
            'Change the settings: memory_limit, max_execution_time, MODE, KEY',
            'Start the service',
            'Add nodes: 1 proxy, 1 web, 3 backend',
          ],
        },
        {
          type: 'php',
          name: 'New php service',
          cloud: 'local',
          start: false,
          instances: {},
          nodes: 0,
          steps: ['Upload the code: code'],
        },
      ],
    });
  });

  it('takes the cloud it is given, where it names none itself', async () => {
    const { plan } = await check({ Services: [{ Type: 'php' }, { Type: 'php', Cloud: 'local' }] }, undefined, 'other');
    expect(plan?.cloud).toBe('other');
    expect(plan?.services.map(({ cloud }) => cloud)).toEqual(['other', 'local']);
  });

  it('is refused as a whole where the cloud it is given is unknown', async () => {
    await expect(check('{}', undefined, 'ec2')).rejects.toMatchObject({ code: 'UNKNOWN_CLOUD' });
  });

  it('names files of a bundle only when it comes in one', async () => {
    const { problems } = await check(php({ Archive: 'code.zip' }));
    expect(problems).toMatchObject([{ severity: 'error', field: 'Services[0].Archive' }]);
  });

  it.each([1, '1', true])('starts a service whose Start is %j', async (Start) => {
    expect((await check(php({ Start }))).plan?.services[0]?.start).toBe(true);
  });
  it.each([0, '0', false])('leaves a service stopped whose Start is %j', async (Start) => {
    expect((await check(php({ Start }))).plan?.services[0]?.start).toBe(false);
  });
});
