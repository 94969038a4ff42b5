import { describe, expect, it } from 'vitest';
import { type MenuItem, menuTemplate } from '../../../electron/application-menu.ts';
import { PageRecovery } from '../../../electron/page-recovery.ts';
import { directorGonePage, pageGonePage, plainActionOf, plainPageUrl } from '../../../electron/plain-page.ts';
import { becomeSingleInstance } from '../../../electron/single-instance.ts';

describe('a page whose process has ended', () => {
  it('is loaded again, and the third time within a minute replaced by a plain page', () => {
    let now = 0;
    const recovery = new PageRecovery(() => now);
    expect(recovery.crashed('crashed')).toBe('reload');
    now = 30_000;
    expect(recovery.crashed('oom')).toBe('reload');
    now = 59_000;
    expect(recovery.crashed('killed')).toBe('plain page');
    recovery.forget();
    expect(recovery.crashed('crashed')).toBe('reload');
  });

  it('may end every now and then', () => {
    let now = 0;
    const recovery = new PageRecovery(() => now);
    for (let crash = 0; crash < 10; crash++) {
      expect(recovery.crashed('crashed')).toBe('reload');
      now += 30_000;
    }
  });

  it('is left alone after an orderly end', () => {
    expect(new PageRecovery().crashed('clean-exit')).toBe('nothing');
  });
});

describe('a plain page', () => {
  const htmlOf = (url: string) => decodeURIComponent(url.slice(url.indexOf(',') + 1));

  it('shows what happened as text, whatever characters that has', () => {
    const url = plainPageUrl(
      directorGonePage({ code: 'INTERNAL', message: '<script>alert(1)</script>', hint: 'a & b', detail: '"x"#retry' }),
    );
    const html = htmlOf(url);
    expect(html).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    expect(html).not.toContain('<script');
    expect(html).toContain(`default-src 'none'`);
    expect(plainActionOf(url)).toBeUndefined();
  });

  it('has buttons that are heard of by the address', () => {
    const url = plainPageUrl(pageGonePage('crashed'));
    for (const action of ['retry', 'logs', 'quit']) {
      expect(htmlOf(url)).toContain(`href="#${action}"`);
      expect(plainActionOf(`${url}#${action}`)).toBe(action);
    }
    expect(plainActionOf(`${url}#other`)).toBeUndefined();
    expect(plainActionOf('http://127.0.0.1:5556/#quit')).toBeUndefined();
  });
});

describe('a second start', () => {
  it('brings the first one to the front and ends', () => {
    let lock = true;
    let second = () => undefined as unknown;
    const app = {
      requestSingleInstanceLock: () => lock,
      on: (_event: 'second-instance', listener: () => void) => {
        second = listener;
      },
    };
    let shown = 0;
    expect(becomeSingleInstance(app, () => shown++)).toBe(true);
    lock = false;
    expect(becomeSingleInstance(app, () => undefined)).toBe(false);
    second();
    expect(shown).toBe(1);
  });
});

describe('the menu', () => {
  const did: string[] = [];
  const actions = {
    reload: () => void did.push('reload'),
    openInBrowser: () => void did.push('browser'),
    showData: () => void did.push('data'),
    showWebsite: () => void did.push('website'),
  };
  const all = (items: MenuItem[]): MenuItem[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])]);

  it.each(['linux', 'win32', 'darwin'] as const)('has editing, quitting and our own actions on %s', (platform) => {
    const items = all(menuTemplate(platform, actions));
    const roles = items.map(({ role }) => role);
    for (const role of ['copy', 'paste', 'selectAll', 'quit', 'zoomIn', 'minimize']) expect(roles).toContain(role);
    did.length = 0;
    for (const { click } of items) click?.();
    expect(did.sort()).toEqual(['browser', 'data', 'reload', 'website']);
  });

  it('begins with the program on macOS, where people look for it', () => {
    expect(menuTemplate('darwin', actions)[0]).toMatchObject({ label: 'ConPaaS Nutshell' });
    expect(menuTemplate('linux', actions)[0]).toMatchObject({ label: '&File' });
  });
});
