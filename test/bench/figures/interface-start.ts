import { launchChromium } from '../../peers/chromium.ts';
import type { Bench, Figure } from '../figure.ts';
import { median, millisecondsOf, range } from '../median.ts';
import { openDirector } from '../site.ts';

/** From the launch address to a first screen that can be used, in a browser that has seen nothing of it. */
export const interfaceStart: Figure = {
  name: 'interface',
  async measure(bench: Bench) {
    const { client } = await openDirector(bench);
    const browser = await launchChromium();
    bench.defer(() => browser.close());
    const times: number[] = [];
    for (let run = 1; run <= (bench.quick ? 2 : 5); run += 1) {
      const { url } = await client.createLaunchToken();
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      const button = page.getByRole('button', { name: 'Create application' }).first();
      times.push(
        await millisecondsOf(async () => {
          await page.goto(url, { waitUntil: 'commit' });
          // A trial waits until the button is visible, still and enabled, and presses nothing.
          await button.click({ trial: true });
        }),
      );
      await context.close();
    }
    return [
      {
        figure: 'UI in Chromium: cold to usable',
        ours: median(times),
        unit: 'ms',
        target: { most: 1000 },
        note: range(times),
      },
    ];
  },
};
