import { ConpaasError } from './contract/errors.ts';
import { createDirector, type DirectorOptions } from './director.ts';
import { openInBrowser } from './installation/browser.ts';

export interface ServeOptions extends DirectorOptions {
  /** Whether to open the pages in the browser. */
  open: boolean;
  /** Resolves when the program is to end. */
  signals: Promise<void>;
  /** Says a line to the user. */
  tell(line: string): void;
}

/**
 * Runs a Director until it is asked to end. Applications go on after it.
 * @returns the exit code
 */
export async function serve({ open, signals, tell, ...options }: ServeOptions): Promise<number> {
  const director = createDirector(options);
  try {
    const running = await director.start();
    const opened = open && (await openInBrowser(running.launchUrl(), running.dataDirectory));
    tell(
      opened
        ? 'The pages are open in the browser. To open them elsewhere, once:'
        : 'The pages are here; the address works once:',
    );
    tell(`  ${running.launchUrl()}`);
    tell(`For cps-tools and programs: ${running.apiUrl}. Stop with Ctrl-C; running applications go on.`);
  } catch (error) {
    const failure = ConpaasError.from(error);
    tell([failure.message, failure.hint, failure.detail].filter(Boolean).join('\n'));
    return 1;
  }
  await signals;
  await director.stop();
  return 0;
}
