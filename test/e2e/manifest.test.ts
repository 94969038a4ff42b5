import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, openPage } from '../peers/chromium.ts';
import { type DirectorProcess, removeDirector, startDirector } from '../peers/director.ts';
import { peers } from '../peers.ts';

const text = (type: string) =>
  JSON.stringify({ Application: 'Greetings', Services: [{ Type: type, ServiceName: 'Greeters' }] }, undefined, 2);

describe.runIf(peers('chromium'))('manifests in a browser, under the content security policy of the Director', () => {
  let director: DirectorProcess;
  let browser: Browser;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    director = await startDirector();
    browser = await launchChromium();
    ({ page, errors } = await openPage(browser));
    page.setDefaultTimeout(15_000);
    await page.goto(director.launchUrl);
    await page.getByRole('link', { name: 'Manifest' }).click();
  });

  afterAll(async () => {
    await browser?.close();
    if (director) await removeDirector(director);
  });

  const editor = () => page.getByRole('textbox', { name: 'Manifest' });
  const deploy = () => page.getByRole('button', { name: 'Deploy', exact: true });
  const lineOfCursor = () =>
    page.locator('.cm-activeLineGutter.cm-gutterElement').filter({ hasText: /\d/ }).innerText();

  async function write(manifest: string): Promise<void> {
    await editor().focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(manifest);
  }

  it('shows an editor with its own styles, and what the text in it would make', async () => {
    await editor().waitFor();
    // Without its style elements the numbers would stand in the text.
    expect(await page.locator('.cm-gutters').evaluate((element) => getComputedStyle(element).display)).toBe('flex');
    await page.getByText('Nothing is wrong.').waitFor();
    await page.getByText(/instances with the manager/).waitFor();
    expect(errors).toEqual([]);
  });

  it('is written by keyboard alone: completion by the schema, and a way out', async () => {
    await write('{\n  "Services": [\n    { \n');
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: /^Type/ }).waitFor();
    await page.keyboard.type('Typ');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: /^helloworld/ }).waitFor();
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    expect(await page.locator('.cm-content').innerText()).toContain('"Type": "helloworld"');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await editor().evaluate((element) => element.contains(document.activeElement))).toBe(false);
  });

  it('tells what is wrong, leads there, and deploys nothing until it is right', async () => {
    await write(text('phpp'));
    const problem = page.getByRole('list', { name: 'Problems' }).getByRole('button').first();
    await problem.filter({ hasText: 'Line 5' }).click();
    expect(await lineOfCursor()).toBe('5');
    expect(await deploy().getAttribute('aria-disabled')).toBe('true');
    await page.locator('.cm-lintRange-error').waitFor();
  });

  it('deploys, and leads to the application', async () => {
    await write(text('helloworld'));
    await page.locator('[aria-disabled]').filter({ hasText: 'Deploy' }).waitFor({ state: 'detached' });
    await deploy().click();
    await page.getByRole('heading', { name: 'Greetings', level: 1 }).waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Greeters' }).first().click();
    await page.getByRole('tab', { name: 'Commands' }).click();
    await page.getByText(/Received .* from/).waitFor();
    expect(await page.getByRole('tab', { name: 'Code' }).count()).toBe(0);
  });

  it('exports the manifest of what runs', async () => {
    await page.getByRole('link', { name: 'Greetings' }).first().click();
    await page.getByRole('button', { name: 'More actions: Greetings' }).click();
    await page.getByRole('menuitem', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('"Type": "helloworld"').waitFor();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download archive' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.zip$/);
    await page.keyboard.press('Escape');
  });

  it('opens a manifest from a file, and asks before an archive is deployed', async () => {
    await page.getByRole('link', { name: 'Manifest' }).click();
    const open = async (name: string, content: string) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Open a file' }).click();
      await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
    };
    await open('shop.json', '{ "Application": "From a file" }');
    await page.locator('.cm-content').filter({ hasText: 'From a file' }).waitFor();
    await open('shop.zip', 'no archive');
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy' }).click();
    await page.getByText('shop.zip was not accepted').waitFor();
    // What the Director refuses is an error of its answer, not of the page.
    expect(errors.filter((error) => !error.includes('/api/manifests/bundle'))).toEqual([]);
  });

  it('deploys an example with scripts, runs them and shows what they print', async () => {
    await page.getByRole('link', { name: 'Dashboard' }).first().click();
    await page.getByRole('button', { name: 'Try the Prime numbers' }).click();
    await page.getByRole('heading', { name: 'Search', level: 1 }).waitFor({ timeout: 90_000 });
    await page.getByRole('tab', { name: 'Commands' }).click();
    const states = page.getByRole('table', { name: 'State of the scripts on each node' });
    await states.getByText('NEVER STARTED').first().waitFor();
    await page.getByLabel('Parameters').fill('2000');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    // Read again by itself until all three nodes are done: run.sh is the third script.
    await states
      .locator('tbody tr td:nth-child(4)', { hasText: 'STOPPED (return code 0)' })
      .nth(2)
      .waitFor({ timeout: 60_000 });
    const output = page.getByRole('region', { name: 'Output' });
    await output.getByText(/\d+ lines?$/).waitFor();
    await output.locator('section').getByText(/prime/i).first().waitFor();
  });

  it('makes a volume, deletes it only by its name, and takes a key', async () => {
    await page.getByRole('tab', { name: 'Volumes' }).click();
    await page.getByRole('button', { name: 'Create volume' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('results');
    await dialog.getByLabel('Size in MiB').fill('16');
    await dialog.getByRole('button', { name: 'Create volume' }).click();
    await page.getByText('/media/').waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Delete: results' }).click();
    await dialog.getByLabel('Type “results” to confirm').fill('results');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No volumes').waitFor({ timeout: 30_000 });
    await page.getByRole('tab', { name: 'Code' }).click();
    await page.getByRole('button', { name: 'Add keys' }).click();
    await dialog
      .getByLabel('Public keys')
      .fill('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFsXqfJf6tNqGdr7bXrQ1tVdHy0aZsS1X8iYB9mKQx3C ada@lovelace');
    await dialog.getByRole('button', { name: 'Add keys' }).click();
    await page.getByText('ada@lovelace').waitFor();
    expect(errors.filter((error) => !error.includes('/api/manifests/bundle'))).toEqual([]);
  });

  it('checks the Director', async () => {
    await page.getByRole('link', { name: 'Checks' }).click();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByRole('heading', { name: 'What was found' }).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('heading', { level: 3 }).count()).toBeGreaterThan(3);
  });
});
