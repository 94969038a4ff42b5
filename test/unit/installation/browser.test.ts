import { describe, expect, it } from 'vitest';
import { folderForBrowser, openerOf, redirectPage } from '../../../director/installation/browser.ts';

describe('opening the browser', () => {
  it.each([
    ['linux', { DISPLAY: ':0' }, ['xdg-open']],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
    ['linux', {}, undefined],
    ['darwin', {}, ['open']],
    ['win32', {}, ['rundll32.exe', 'url.dll,FileProtocolHandler']],
  ] as const)('on %s with %j uses %j', (platform, environment, command) => {
    expect(openerOf(platform, environment)).toEqual(command);
  });

  it('is by a page that leads to the address and cannot be broken out of', () => {
    const page = redirectPage('http://127.0.0.1:1/#launch=abc</script><script>alert(1)</script>');
    expect(page).toContain('location.replace("http://127.0.0.1:1/#launch=abc\\u003c/script>');
    expect(page.match(/<script>/g)).toHaveLength(1);
  });

  it('lays the page where the browser can read it', () => {
    const home = '/home/ada';
    const hidden = '/home/ada/.local/share/conpaas-nutshell';
    expect(folderForBrowser(hidden, home, false)).toBe(hidden);
    expect(folderForBrowser(hidden, home, true)).toBe(home);
    expect(folderForBrowser('/srv/conpaas', home, true)).toBe('/srv/conpaas');
  });
});
