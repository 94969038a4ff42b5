import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';

/** One picture: where to go, in which world, and what to do there first. */
interface Shot {
  name: string;
  scenario: string;
  path: string;
  act?: (page: Page) => Promise<void>;
}

const click = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

const menu = (name: RegExp, item: string) => async (page: Page) => {
  await click(name)(page);
  await page.getByRole('menuitem', { name: item }).click();
};

/** Writes into the editor of manifests what stands in place of its text. */
const write = (text: string) => async (page: Page) => {
  const editor = page.getByRole('textbox', { name: 'Manifest' });
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
  await page.waitForTimeout(1200);
};

const bookshop = JSON.stringify(
  {
    $schema: '/api/manifest-schema.json',
    Application: 'Bookshop',
    Services: [
      {
        Type: 'php',
        ServiceName: 'Shop front',
        Archive: 'https://books.example.org/shop.tar.gz',
        StartupInstances: { proxy: 1, web: 1, backend: 3 },
      },
      { Type: 'generic', ServiceName: 'Nightly index', Start: 0, StartRole: 'master' },
    ],
  },
  undefined,
  2,
);

const shots: Shot[] = [
  { name: 'welcome', scenario: 'empty', path: '/' },
  {
    name: 'sample-under-way',
    scenario: 'empty',
    path: '/',
    act: async (page) => {
      await page.getByRole('button', { name: 'Try the Guest book' }).click();
      await page.waitForTimeout(1500);
    },
  },
  { name: 'dashboard', scenario: 'running', path: '/' },
  { name: 'create', scenario: 'running', path: '/', act: click('Create application') },
  { name: 'application', scenario: 'running', path: '/applications/1' },
  { name: 'application-many', scenario: 'many', path: '/applications/1' },
  { name: 'application-fresh', scenario: 'fresh', path: '/applications/1' },
  { name: 'application-starting', scenario: 'fresh', path: '/applications/1', act: click('Start') },
  { name: 'application-error', scenario: 'running', path: '/applications/3' },
  { name: 'commands', scenario: 'running', path: '/applications/1', act: click(/On the command line: Bookshop/) },
  { name: 'menu', scenario: 'running', path: '/applications/1', act: click(/More actions: Bookshop/) },
  { name: 'add-service', scenario: 'started', path: '/applications/1', act: click('Add service') },
  {
    name: 'delete',
    scenario: 'running',
    path: '/applications/1',
    act: async (page) => {
      await click(/More actions: Bookshop/)(page);
      await page.getByRole('menuitem', { name: 'Delete' }).click();
    },
  },
  { name: 'service', scenario: 'running', path: '/applications/1/services/1' },
  { name: 'service-packed', scenario: 'packed', path: '/applications/1/services/1' },
  { name: 'service-error', scenario: 'error', path: '/applications/1/services/1' },
  { name: 'service-stopped-application', scenario: 'running', path: '/applications/2/services/1' },
  { name: 'node-details', scenario: 'running', path: '/applications/1/services/1', act: click(/Node 127.20.0.3/) },
  { name: 'code', scenario: 'running', path: '/applications/1/services/1/code' },
  {
    name: 'code-uploading',
    scenario: 'running',
    path: '/applications/1/services/1/code',
    act: async (page) => {
      const chooser = page.waitForEvent('filechooser');
      await click('Choose an archive')(page);
      await (await chooser).setFiles({
        name: 'shop-3.0.zip',
        mimeType: 'application/zip',
        buffer: Buffer.alloc(4_000_000),
      });
      await page.waitForTimeout(1200);
    },
  },
  {
    name: 'code-refused',
    scenario: 'running',
    path: '/applications/1/services/1/code',
    act: async (page) => {
      const chooser = page.waitForEvent('filechooser');
      await click('Choose an archive')(page);
      await (await chooser).setFiles({ name: 'shop.rar', mimeType: 'application/x-rar', buffer: Buffer.alloc(100) });
    },
  },
  {
    name: 'service-settings',
    scenario: 'running',
    path: '/applications/1/services/1/settings',
    act: async (page) => {
      await page.getByLabel(/Memory of a script/).fill('lots');
    },
  },
  { name: 'logs', scenario: 'running', path: '/applications/1/services/1/logs' },
  {
    name: 'logs-search',
    scenario: 'running',
    path: '/applications/1/services/1/logs',
    act: (page) => page.getByRole('searchbox').fill('404'),
  },
  { name: 'history', scenario: 'running', path: '/applications/1/services/1/history' },
  { name: 'tasks', scenario: 'running', path: '/tasks', act: click(/Enable code/) },
  { name: 'task-drawer', scenario: 'running', path: '/', act: click(/Tasks, /) },
  { name: 'settings', scenario: 'error', path: '/settings' },
  {
    name: 'palette',
    scenario: 'running',
    path: '/applications/1/services/1',
    act: (page) => page.keyboard.press('Control+K'),
  },
  { name: 'credits', scenario: 'accounts', path: '/credits' },
  { name: 'credits-low', scenario: 'user', path: '/credits' },
  { name: 'credits-empty', scenario: 'empty', path: '/credits' },
  { name: 'credits-refused', scenario: 'noCredit', path: '/applications/1/services/1', act: click(/Add a Backend/) },
  {
    name: 'cost',
    scenario: 'accounts',
    path: '/applications/1/services/2',
    act: (page) => page.getByRole('button', { name: 'Start' }).first().hover(),
  },
  { name: 'certificates', scenario: 'accounts', path: '/certificates' },
  {
    name: 'certificates-everybody',
    scenario: 'accounts',
    path: '/certificates',
    act: async (page) => {
      await page.getByText('Everybody’s').click();
      await page.getByRole('switch').check();
    },
  },
  { name: 'revoke', scenario: 'accounts', path: '/certificates', act: click(/Revoke/) },
  {
    name: 'pkcs12',
    scenario: 'accounts',
    path: '/certificates',
    act: async (page) => {
      await click(/More actions/)(page);
      await page.getByRole('menuitem', { name: /PKCS/ }).click();
      await page.getByLabel('Passphrase').fill('correct horse');
    },
  },
  { name: 'profile', scenario: 'accounts', path: '/profile' },
  {
    name: 'change-password',
    scenario: 'user',
    path: '/profile',
    act: async (page) => {
      await click('Change password')(page);
      await page.getByLabel('New password').fill('short');
      await page.getByLabel('Repeat it').fill('shirt');
    },
  },
  { name: 'user-menu', scenario: 'user', path: '/', act: click(/Account of/) },
  { name: 'users', scenario: 'accounts', path: '/users' },
  { name: 'users-menu', scenario: 'accounts', path: '/users', act: click(/More actions: ada/) },
  { name: 'user', scenario: 'accounts', path: '/users/2' },
  { name: 'create-user', scenario: 'accounts', path: '/users', act: click('Create user') },
  { name: 'edit-user', scenario: 'accounts', path: '/users/2', act: menu(/More actions: ada/, 'Edit') },
  { name: 'add-credit', scenario: 'accounts', path: '/users/2', act: click('Give or take credits') },
  { name: 'settings-shared', scenario: 'shared', path: '/settings' },
  {
    name: 'settings-share',
    scenario: 'accounts',
    path: '/settings',
    act: async (page) => {
      await page.getByLabel('Host name or address').fill('conpaas.example.org');
      await click('Share')(page);
    },
  },
  { name: 'settings-user', scenario: 'user', path: '/settings' },
  { name: 'sign-in', scenario: 'remote', path: '/' },
  {
    name: 'sign-in-wait',
    scenario: 'remoteWait',
    path: '/',
    act: async (page) => {
      await page.getByLabel('User name').fill('ada');
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await click('Sign in')(page);
    },
  },
  {
    name: 'register',
    scenario: 'remote',
    path: '/',
    act: async (page) => {
      await click('Create one')(page);
      await page.getByLabel('Password', { exact: true }).fill('correct horse');
      await click('Create account')(page);
    },
  },
  { name: 'signed-out', scenario: 'signedOut', path: '/' },
  { name: 'away', scenario: 'away', path: '/' },
  {
    name: 'banner',
    scenario: 'running',
    path: '/applications/1',
    act: async (page) => {
      await page.evaluate('director.leave()');
    },
  },
  { name: 'manifest', scenario: 'types', path: '/manifest' },
  { name: 'manifest-plan', scenario: 'types', path: '/manifest', act: write(bookshop) },
  { name: 'manifest-wrong', scenario: 'types', path: '/manifest', act: write(bookshop.replace('"php"', '"phpp"')) },
  {
    name: 'manifest-completion',
    scenario: 'types',
    path: '/manifest',
    act: async (page) => {
      await write('{\n  "Services": [\n    {\n      "Type": "generic",\n      ')(page);
      await page.keyboard.press('Control+Space');
      await page.keyboard.press('ArrowDown');
    },
  },
  { name: 'manifest-deploying', scenario: 'types', path: '/manifest', act: click(/^Deploy$/) },
  { name: 'export', scenario: 'types', path: '/applications/7', act: menu(/More actions: Number/, 'Export') },
  { name: 'application-types', scenario: 'types', path: '/applications/7' },
  { name: 'generic', scenario: 'types', path: '/applications/7/services/2' },
  { name: 'generic-scripts', scenario: 'types', path: '/applications/7/services/2/methods' },
  { name: 'generic-code', scenario: 'types', path: '/applications/7/services/2/code' },
  { name: 'generic-volumes', scenario: 'types', path: '/applications/7/services/2/volumes' },
  { name: 'generic-settings', scenario: 'types', path: '/applications/7/services/2/settings' },
  { name: 'create-volume', scenario: 'types', path: '/applications/7/services/2/volumes', act: click('Create volume') },
  {
    name: 'delete-volume',
    scenario: 'types',
    path: '/applications/7/services/2/volumes',
    act: click('Delete: results'),
  },
  { name: 'add-keys', scenario: 'types', path: '/applications/7/services/2/code', act: click('Add keys') },
  { name: 'helloworld', scenario: 'types', path: '/applications/7/services/1' },
  { name: 'helloworld-says', scenario: 'types', path: '/applications/7/services/1/methods' },
  { name: 'checks', scenario: 'types', path: '/checks', act: click(/Details: Ports/) },
  { name: 'checks-none', scenario: 'empty', path: '/checks' },
  { name: 'checks-under-way', scenario: 'types', path: '/checks', act: click('Check now') },
  {
    name: 'import',
    scenario: 'types',
    path: '/settings/import',
    act: async (page) => {
      await page
        .getByLabel('Text of the director.cfg')
        .fill('[conpaas]\nCREDIT_LIMIT = 120\n\n[iaas]\nDRIVER = opennebula');
      await click('Look at it')(page);
    },
  },
  {
    name: 'import-question',
    scenario: 'types',
    path: '/settings/import',
    act: async (page) => {
      await page.getByLabel('Text of the director.cfg').fill('[conpaas]\nCREDIT_LIMIT = 120');
      await click('Look at it')(page);
      await click('Take over')(page);
    },
  },
  { name: 'not-found', scenario: 'running', path: '/nowhere' },
];

/** What lies over the page and moves with the window: only what is in the window is taken. */
const overlays = [
  ...['palette', 'delete', 'create', 'add-service', 'task-drawer', 'revoke', 'pkcs12', 'change-password'],
  ...['user-menu', 'create-user', 'edit-user', 'add-credit', 'settings-share', 'credits-refused'],
  ...['create-volume', 'delete-volume', 'add-keys', 'export', 'import-question', 'manifest-completion'],
];

const [only = '', modes = 'light-1280,dark-1280,light-800,dark-800'] = process.argv.slice(2);
const folder = 'test-results/screens';
await mkdir(folder, { recursive: true });
const profile = await mkdtemp(join(tmpdir(), 'conpaas-screens-'));
const server = await createServer({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' });
await server.listen();
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  for (const mode of modes.split(',')) await shootAll(mode);
} finally {
  await browser.close();
  await server.close();
  await rm(profile, { recursive: true, force: true });
}

async function shootAll(mode: string): Promise<void> {
  const [scheme, width] = mode.split('-');
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) console.log(`${mode}: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.log(`${mode}: ${error.message}`));
  await page.setViewportSize({ width: Number(width), height: 900 });
  await page.emulateMedia({
    colorScheme: scheme === 'dark' ? 'dark' : 'light',
    contrast: scheme === 'contrast' ? 'more' : 'no-preference',
  });
  for (const { name, scenario, path, act } of shots.filter(
    (shot) => only === '' || only.split(',').includes(shot.name),
  )) {
    try {
      await page.goto(`http://127.0.0.1:4190${path}?scenario=${scenario}`);
      await page.waitForSelector('h1');
      await page.waitForTimeout(500);
      await act?.(page);
      await page.waitForTimeout(name.includes('application') || name === 'service' ? 2600 : 500);
      await page.screenshot({
        path: join(folder, `${name}-${mode}.png`),
        fullPage: !overlays.includes(name),
      });
    } catch (error) {
      console.log(`${name} ${mode}: ${error instanceof Error ? error.message.slice(0, 600) : error}`);
    }
  }
  await page.close();
}
