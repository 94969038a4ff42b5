import { describe, expect, it } from 'vitest';
import { ExternalLinks, verdictOn } from '../../../electron/external-links.ts';
import { type IpcCall, registerIpc } from '../../../electron/ipc-registry.ts';
import { type GuardedContents, type Navigation, NavigationGuard } from '../../../electron/navigation-guard.ts';
import { PermissionPolicy, type PermissionSession } from '../../../electron/permission-policy.ts';

const origin = 'http://127.0.0.1:5556';

/** Contents that tell what a navigation comes to. */
class FakeContents {
  readonly #listeners = new Map<string, (event: never) => void>();
  openWindow: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  on = (event: string, listener: (event: never) => void) => this.#listeners.set(event, listener);
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }) {
    this.openWindow = handler;
  }
  /** @returns whether it was prevented */
  emit(event: string, url = ''): boolean {
    let prevented = false;
    const navigation: Navigation = {
      url,
      preventDefault: () => {
        prevented = true;
      },
    };
    this.#listeners.get(event)?.(navigation as never);
    return prevented;
  }
}

function guarded(ownOrigin: string | undefined = origin) {
  const external: string[] = [];
  const contents = new FakeContents();
  const guard = new NavigationGuard({ origin: () => ownOrigin, openExternal: (url) => external.push(url) });
  guard.attach(contents as unknown as GuardedContents);
  return { contents, guard, external };
}

const foreign = [
  'http://127.0.0.1:8081/',
  'http://127.0.0.1/',
  'https://127.0.0.1:5556/',
  'http://localhost:5556/',
  'http://127.0.0.1:5556.evil.example/',
  'http://127.0.0.1:5556@evil.example/',
  'https://evil.example/?http://127.0.0.1:5556/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'about:blank',
  'not an address',
];

describe('a page', () => {
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stays on its origin (%s)', (event) => {
    const { contents } = guarded();
    expect(contents.emit(event, `${origin}/tasks?x#y`)).toBe(false);
    for (const url of foreign) expect([url, contents.emit(event, url)]).toEqual([url, true]);
  });

  it('goes nowhere while there is no Director', () => {
    const { contents, guard } = guarded('');
    expect(contents.emit('will-navigate', origin)).toBe(true);
    expect(guard.isOwn('about:blank')).toBe(false);
  });

  it('opens no window; what it wanted to show there goes the way of external links', () => {
    const { contents, external } = guarded();
    expect(contents.openWindow({ url: 'http://127.83.4.2:8080/' })).toEqual({ action: 'deny' });
    expect(external).toEqual(['http://127.83.4.2:8080/']);
  });

  it('embeds no web view', () => {
    expect(guarded().contents.emit('will-attach-webview')).toBe(true);
  });
});

describe('an external link', () => {
  it.each([
    ['http://127.83.4.2:8080/index.php', 'open'],
    ['http://localhost:8081/', 'open'],
    ['http://[::1]:8081/', 'open'],
    ['https://www.conpaas.eu/', 'open'],
    ['http://www.conpaas.eu/', 'ask'],
    ['https://www.conpaas.eu.evil.example/', 'ask'],
    ['http://127.0.0.1.evil.example/', 'ask'],
    ['https://user:secret@www.conpaas.eu/', 'refuse'],
    ['file:///etc/passwd', 'refuse'],
    ['smb://host/share', 'refuse'],
    ['vscode://file/x', 'refuse'],
    ['javascript:alert(1)', 'refuse'],
    ['', 'refuse'],
  ])('to %j: %s', (url, verdict) => {
    expect(verdictOn(url).verdict).toBe(verdict);
  });

  it('to an unknown site is opened only after a yes', async () => {
    const opened: string[] = [];
    let answer = false;
    const links = new ExternalLinks({
      open: async (url) => void opened.push(url),
      confirm: async () => answer,
    });
    expect(await links.open('https://example.org/')).toBe(false);
    answer = true;
    expect(await links.open('https://example.org/')).toBe(true);
    expect(await links.open('file:///etc/passwd')).toBe(false);
    expect(opened).toEqual(['https://example.org/']);
  });
});

describe('permissions', () => {
  type Handlers = Parameters<PermissionSession['setPermissionRequestHandler']>[0];
  const isOwn = (url: string) => url.startsWith(origin);

  function attached() {
    const kept: { request?: Handlers; check?: (c: unknown, p: string, o: string) => boolean; device?: () => boolean } =
      {};
    new PermissionPolicy(isOwn).attach({
      setPermissionRequestHandler: (handler) => {
        kept.request = handler;
      },
      setPermissionCheckHandler: (handler) => {
        kept.check = handler;
      },
      setDevicePermissionHandler: (handler) => {
        kept.device = handler;
      },
    });
    const request = (permission: string, requestingUrl: string) => {
      let granted: boolean | undefined;
      kept.request?.(null, permission, (answer) => (granted = answer), { requestingUrl });
      return granted;
    };
    return { request, check: (p: string, o: string) => kept.check?.(null, p, o), device: () => kept.device?.() };
  }

  it.each(['clipboard-sanitized-write', 'notifications'])('grants %s to our own pages only', (permission) => {
    const { request, check } = attached();
    expect([request(permission, `${origin}/`), check(permission, origin)]).toEqual([true, true]);
    expect([request(permission, 'http://127.0.0.1:8081/'), check(permission, 'null')]).toEqual([false, false]);
  });

  it.each(['media', 'geolocation', 'clipboard-read', 'openExternal', 'fileSystem', 'hid', 'midi', 'unknown'])(
    'denies %s to everybody',
    (permission) => {
      const { request, check, device } = attached();
      expect([request(permission, `${origin}/`), check(permission, origin), device()]).toEqual([false, false, false]);
    },
  );
});

describe('a call from a page', () => {
  function registered() {
    const asked: unknown[] = [];
    let listener: (event: IpcCall, input: unknown) => unknown = () => undefined;
    registerIpc(
      {
        handle: (_channel, handler) => {
          listener = handler;
        },
      },
      {
        'open-external': async (url) => {
          asked.push(url);
          return true;
        },
      },
      (url) => url.startsWith(`${origin}/`),
    );
    const call = async (senderFrame: IpcCall['senderFrame'], input: unknown) => listener({ senderFrame }, input);
    return { asked, call };
  }

  it('is answered when it comes from the main frame of our page', async () => {
    const { asked, call } = registered();
    expect(await call({ url: `${origin}/`, parent: null }, 'http://127.83.4.2/')).toBe(true);
    expect(asked).toEqual(['http://127.83.4.2/']);
  });

  it.each([
    ['another origin', { url: 'https://evil.example/', parent: null }],
    ['a plain page', { url: 'data:text/html,x', parent: null }],
    ['a frame within our page', { url: `${origin}/`, parent: {} }],
    ['a frame that is gone', null],
  ])('is refused when it comes from %s', async (_who, frame) => {
    const { asked, call } = registered();
    await expect(call(frame, 'http://127.83.4.2/')).rejects.toThrow('may not');
    expect(asked).toEqual([]);
  });

  it.each([undefined, 7, { url: 'x' }, 'x'.repeat(5000)])('is refused with the input %.20j', async (input) => {
    const { asked, call } = registered();
    await expect(call({ url: `${origin}/`, parent: null }, input)).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});
