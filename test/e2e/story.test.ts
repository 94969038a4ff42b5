import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../director/archives/pack.ts';
import { launchChromium, openPage } from '../peers/chromium.ts';
import { type DirectorProcess, removeDirector, startDirector } from '../peers/director.ts';
import { peers } from '../peers.ts';

const pictures = join(import.meta.dirname, '../../test-results/story');

describe.runIf(peers('chromium'))('the whole story in a browser', () => {
  let director: DirectorProcess;
  let browser: Browser;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    await mkdir(pictures, { recursive: true });
    director = await startDirector();
    browser = await launchChromium();
    ({ page, errors } = await openPage(browser));
    page.setDefaultTimeout(15_000);
  });

  afterAll(async () => {
    await browser?.close();
    if (director) await removeDirector(director);
  });

  /** Light and dark, wide and narrow. */
  async function picture(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 800]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      }
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  const button = (name: string | RegExp) => page.getByRole('main').getByRole('button', { name }).first();

  it('opens with a welcome and no question', async () => {
    await page.goto(director.launchUrl);
    await page.getByRole('heading', { name: 'Welcome to ConPaaS Nutshell' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await picture('01-welcome');
  });

  it('has the guest book running after one click, and takes an entry', async () => {
    const opened = page.context().waitForEvent('page');
    await button('Try the Guest book').click();
    const site = await opened;
    await site.getByRole('heading', { name: 'Guest book' }).waitFor();
    await site.getByLabel('Your name').fill('Ada');
    await site.getByLabel('Your line').fill('First light <b>&');
    await site.getByRole('button', { name: 'Sign' }).click();
    await site.getByText('First light <b>&').waitFor();
    await site.screenshot({ path: join(pictures, '02-guest-book.png') });
    await site.close();
    await page.getByRole('heading', { name: 'Pages', level: 1 }).waitFor();
  });

  it('creates and starts an application and adds a PHP service to it', async () => {
    await page.getByRole('link', { name: 'Dashboard' }).first().click();
    await picture('03-dashboard');
    await button('Create application').click();
    await page.getByLabel('Name of the application').fill('Bücher & Кофе');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Bücher & Кофе', level: 1 }).waitFor();
    await picture('04-application-new');
    await header().getByRole('button', { name: 'Start' }).click();
    await state('Running').waitFor();
    await button('Add service').click();
    await picture('05-add-service');
    await page.getByRole('dialog').getByLabel('Name of the service').fill('Shop');
    await page.getByRole('dialog').getByRole('button', { name: 'Add service' }).click();
    await page.getByRole('heading', { name: 'Shop', level: 1 }).waitFor();
    await header().getByRole('button', { name: 'Start' }).click();
    await state('Running').waitFor();
    expect(await siteText()).toContain('Welcome to ConPaaS!');
  });

  it('takes an archive by drag and drop and by the file picker, and serves the version set active', async () => {
    await page.getByRole('tab', { name: 'Code' }).click();
    await drop('first.tar', await archive({ 'index.php': '<?php echo "first ", PHP_SAPI;' }));
    await row('first.tar').waitFor();
    const file = join(await folder(), 'second.tar');
    await writeFile(file, await archive({ 'index.php': '<?php echo "second ", ini_get("memory_limit");' }));
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.locator('button', { hasText: 'Choose an archive' }).click(),
    ]);
    await chooser.setFiles(file);
    await row('second.tar').waitFor();
    await picture('06-code');
    await row('first.tar').getByRole('button', { name: 'Set active' }).click();
    await row('first.tar').getByText('Active').waitFor();
    await expect.poll(siteText).toContain('first');
    await row('second.tar').getByRole('button', { name: 'Set active' }).click();
    await row('second.tar').getByText('Active').waitFor();
    await expect.poll(siteText).toContain('second 128M');
  });

  it('refuses a file that is no archive and says why', async () => {
    await drop('notes.txt', Buffer.from('this is no archive'));
    await page.getByText('Invalid archive format').first().waitFor();
    await picture('07-code-refused');
    expect(await siteText()).toContain('second');
  });

  it('changes PHP settings and switches debug mode on', async () => {
    await page.getByRole('tab', { name: 'Settings' }).click();
    const memory = page.getByLabel(/memory_limit/);
    await memory.fill('a lot');
    await page.getByText('This must be').first().waitFor();
    await picture('08-settings-wrong');
    await memory.fill('64M');
    await button('Save settings').click();
    await expect.poll(siteText, { timeout: 20_000 }).toContain('second 64M');
    await page.getByRole('switch', { name: /Debug mode/ }).click();
    await expect.poll(() => page.getByRole('switch', { name: /Debug mode/ }).isChecked()).toBe(true);
    await picture('09-settings');
  });

  it('adds and removes a backend while the site answers', async () => {
    await page.getByRole('tab', { name: 'Overview' }).click();
    await button('Add a Backend node').click();
    await page.getByRole('heading', { name: '2 nodes' }).waitFor();
    await state('Running').waitFor();
    expect(await siteText()).toContain('second');
    await button('Add a Backend node').click();
    await page.getByRole('heading', { name: '3 nodes' }).waitFor();
    await state('Running').waitFor();
    await picture('10-scaled');
    await button('Remove a Backend node').click();
    await page.getByRole('heading', { name: '2 nodes' }).waitFor();
    await state('Running').waitFor();
    expect(await siteText()).toContain('second');
  });

  it('shows a log live', async () => {
    await page.getByRole('tab', { name: 'Logs' }).click();
    await page.getByRole('combobox', { name: 'Log' }).click();
    await page.getByRole('option', { name: /nginx-proxy-access/ }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    await fetch(`${await siteUrl()}?marker=live-log`);
    await page.getByText('marker=live-log').first().waitFor();
    await picture('11-logs');
  });

  it('shows the history, the tasks and the settings of the Director', async () => {
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('The service is running').first().waitFor();
    await picture('12-history');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Tasks' }).click();
    await page.getByText('Start application').first().waitFor();
    await picture('13-tasks');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Settings' }).click();
    await page.getByText('haproxy').first().waitFor();
    await picture('14-director');
  });

  it('finds everything by the palette, by keyboard alone', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do, or where to go?').fill('Bücher');
    await picture('15-palette');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bücher & Кофе', level: 1 }).waitFor();
    await picture('16-application');
  });

  it('is signed in and shows the same when it is opened again, also after the Director was killed', async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'Bücher & Кофе', level: 1 }).waitFor();
    const url = await director.client.getService({ params: { aid: 2, sid: 1 } }).then((service) => service.url ?? '');
    await director.kill();
    expect(await (await fetch(url)).text()).toContain('second');
    await page.getByText('The Director does not answer').waitFor();
    await picture('17-director-away');
    director = await startDirector({ directory: director.directory, uiPort: Number(new URL(director.uiUrl).port) });
    await page.getByText('The Director does not answer').waitFor({ state: 'hidden' });
    await state('Running').waitFor();
    expect(await director.client.listServices({ params: { aid: 2 } })).toMatchObject([{ state: 'RUNNING', url }]);
  });

  it('stops the service and the application, and keeps code and settings', async () => {
    await go('Shop');
    await header().getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await state('Stopped').waitFor();
    await go('Bücher & Кофе');
    await header().getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await state('Stopped').waitFor();
    await header().getByRole('button', { name: 'Start' }).click();
    await state('Running').waitFor();
    await go('Shop');
    await header().getByRole('button', { name: 'Start' }).click();
    await state('Running').waitFor();
    expect(await siteText()).toContain('second 64M');
  });

  it('removes the service and deletes the application only after its name was typed', async () => {
    await menu('Remove service');
    const dialog = page.getByRole('dialog');
    await picture('18-remove');
    const remove = dialog.getByRole('button', { name: 'Remove service' });
    expect(await remove.isEnabled()).toBe(false);
    await dialog.getByRole('textbox').fill('Shop');
    await remove.click();
    await page.getByText('No services yet').waitFor();
    await menu('Delete');
    await dialog.getByRole('textbox').fill('Bücher & Кофе');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    await expect.poll(() => director.client.listApplications()).toHaveLength(1);
  });

  it('has logged no error in the browser but those that were made on purpose', () => {
    const made = [
      /ERR_CONNECTION_|ERR_INCOMPLETE|ERR_EMPTY_RESPONSE|ERR_SOCKET|Failed to fetch/, // The Director was killed.
      /422.*code-versions/, // A file that is no archive.
      /404.*applications\/2/, // Asked for while it was being removed.
    ];
    expect(errors.filter((error) => !made.some((known) => known.test(error)))).toEqual([]);
  });

  const header = () => page.getByRole('main').locator('header').first();
  const state = (text: string) => header().getByText(text, { exact: true });
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  const folder = () => mkdtemp(join(tmpdir(), 'conpaas-story-'));

  async function go(name: string): Promise<void> {
    await page.getByRole('main').getByRole('link', { name, exact: true }).first().click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  async function menu(item: string): Promise<void> {
    await header()
      .getByRole('button', { name: /More actions/ })
      .click();
    await page.getByRole('menuitem', { name: item }).click();
  }

  const siteUrl = async () => (await director.client.getService({ params: { aid: 2, sid: 1 } })).url ?? '';
  const siteText = async () => (await fetch(await siteUrl())).text();

  async function drop(name: string, content: Buffer): Promise<void> {
    const data = await page.evaluateHandle(
      ([filename, bytes]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], filename));
        return transfer;
      },
      [name, content.toString('base64')] as const,
    );
    const zone = page.getByText('Drop an archive of your application here');
    await zone.dispatchEvent('drop', { dataTransfer: data });
  }
});

async function archive(files: Record<string, string>): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'conpaas-story-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return Buffer.concat(await pack(directory).toArray());
}
