import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../director/archives/pack.ts';
import { launchChromium, openPage } from '../peers/chromium.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../peers/director.ts';
import { dokuwiki } from '../peers/dokuwiki.ts';
import { peers } from '../peers.ts';

const pictures = join(import.meta.dirname, '../../test-results/dokuwiki');
const runtimes = [
  { phpRuntime: 'system', needs: ['nginx', 'haproxy', 'php-fpm8.2'] },
  { phpRuntime: 'embedded', needs: [] },
] as const;

/** A real application that nobody here wrote: it keeps its pages as files in its own folder. */
describe.runIf(peers('chromium', 'apt-get', 'dpkg')).each(runtimes)('DokuWiki on $phpRuntime PHP', (runtime) => {
  const { phpRuntime, needs } = runtime;
  let director: DirectorProcess;
  let browser: Browser;
  let page: Page;
  let folder: string;
  const at = { params: { aid: 1, sid: 1 } };
  const start = async () => ended(director.client, await director.client.startService({ ...at, body: {} }));
  const site = async () => (await director.client.getService(at)).url ?? '';

  beforeAll(async () => {
    peers(...needs);
    await mkdir(pictures, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'conpaas-dokuwiki-'));
    const archive = Buffer.concat(await pack(await dokuwiki(folder)).toArray());
    director = await startDirector();
    const { client } = director;
    await client.updateSettings({ body: { phpRuntime } });
    await client.createApplication({ body: { name: 'Wiki' } });
    await ended(client, await client.startApplication({ params: { aid: 1 }, body: {} }));
    await client.addService({ params: { aid: 1 }, body: { type: 'php' } });
    const version = await client.uploadCodeVersion({ ...at, query: { filename: 'dokuwiki.tar' }, file: archive });
    const enabled = { params: { ...at.params, version: version.codeVersionId } };
    await ended(client, await client.enableCodeVersion(enabled));
    await start();
    browser = await launchChromium();
    ({ page } = await openPage(browser));
    page.setDefaultTimeout(30_000);
  });

  afterAll(async () => {
    await browser?.close();
    if (director) await removeDirector(director);
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('shows its start page with styles and scripts', async () => {
    await page.goto(await site());
    await page.getByText('Wiki of the test').first().waitFor();
    const styled = await page.evaluate(
      () => getComputedStyle(document.querySelector('#dokuwiki__header') ?? document.body).position,
    );
    expect(await page.locator('link[rel=stylesheet]').count()).toBeGreaterThan(0);
    expect(styled).not.toBe('');
    await page.screenshot({ path: join(pictures, `${phpRuntime}-start.png`) });
  });

  it('lets a page be created, and reads it back', async () => {
    await page.goto(`${await site()}doku.php?id=first_light&do=edit`);
    await page.locator('#wiki__text').fill('====== First light ======\n\nWritten by the **test** – with Ümläuts.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'First light' }).waitFor();
    expect(await page.locator('.page strong').first().textContent()).toBe('test');
    await page.screenshot({ path: join(pictures, `${phpRuntime}-page.png`) });
  });

  it('has the page on a second backend too', async () => {
    const { client } = director;
    await ended(client, await client.addNodes({ ...at, body: { nodes: { backend: 2 } } }));
    for (let visit = 0; visit < 4; visit++) {
      const text = await (await fetch(`${await site()}doku.php?id=first_light`)).text();
      expect(text).toContain('with Ümläuts');
    }
  });

  it('has the page still after the service was stopped and started', async () => {
    const { client } = director;
    await ended(client, await client.stopService(at));
    await start();
    await page.goto(`${await site()}doku.php?id=first_light`);
    await page.getByRole('heading', { name: 'First light' }).waitFor();
  });

  it('has the page still after the whole application was stopped and the Director restarted', async () => {
    await ended(director.client, await director.client.stopApplication({ params: { aid: 1 } }));
    await director.stop();
    director = await startDirector({ directory: director.directory });
    await ended(director.client, await director.client.startApplication({ params: { aid: 1 }, body: {} }));
    await start();
    await page.goto(`${await site()}doku.php?id=first_light`);
    await page.getByRole('heading', { name: 'First light' }).waitFor();
  });
});
