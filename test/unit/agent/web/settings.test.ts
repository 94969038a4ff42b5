import { describe, expect, test } from 'vitest';
import { codeRoot, codeVersionName } from '../../../../director/services/code/version-names.ts';
import { proxySettings, servedCode, servedCodePattern } from '../../../../director/services/web/agent/settings.ts';

describe('names that become paths and headers', () => {
  test.each(['code-x1y2z3', 'git-0a1b2c3', 'v1.2_3'])('%s is a version', (name) =>
    expect(codeVersionName.safeParse(name).success).toBe(true),
  );
  test.each(['', '.', '..', '.git', 'a/b', 'a b', 'a\n', '-x', '../x'])('%j is no version', (name) =>
    expect(codeVersionName.safeParse(name).success).toBe(false),
  );
  test.each(['app', 'My App', 'Käse/public', "it's"])('%s is a folder to serve', (name) => {
    expect(codeRoot.safeParse(name).success).toBe(true);
    expect(servedCodePattern.test(servedCode('code-1', name))).toBe(true);
  });
  test.each(['', '/', '/a', 'a/', 'a//b', '..', 'a/../b', '.', 'a\r\nb', 'a"b', 'a\\b', '$x', ' a'])(
    '%j is none',
    (name) => expect(codeRoot.safeParse(name).success).toBe(false),
  );
});

test('what would change the text of a configuration is no setting', () => {
  const settings = {
    port: 80,
    frontPort: 8000,
    secret: 'x'.repeat(32),
    codeVersion: 'a',
    root: null,
    webs: [],
    backends: [],
  };
  expect(proxySettings.safeParse(settings).success).toBe(true);
  expect(proxySettings.safeParse({ ...settings, secret: 'short' }).success).toBe(false);
  expect(proxySettings.safeParse({ ...settings, secret: `${'x'.repeat(32)}\n` }).success).toBe(false);
  const server = (id: string, ip: string) => ({ ...settings, webs: [{ id, ip, port: 80, weight: 100 }] });
  expect(proxySettings.safeParse(server('iaas1', '127.0.0.1')).success).toBe(true);
  expect(proxySettings.safeParse(server('a b', '127.0.0.1')).success).toBe(false);
  expect(proxySettings.safeParse(server('a', '127.0.0.1; quit')).success).toBe(false);
});
