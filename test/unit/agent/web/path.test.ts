import { describe, expect, test } from 'vitest';
import { decodedPath, hiddenPattern, scriptPattern } from '../../../../director/services/web/agent/embedded/path.ts';

describe('the path of a request', () => {
  test.each([
    ['/a%20b/?x=%2e%2e', '/a b/'],
    ['/caf%C3%A9', '/café'],
    ['/a..b/...', '/a..b/...'],
  ])('%s is %s', (url, path) => expect(decodedPath(url)).toBe(path));

  test.each(['/../x', '/a/%2e%2e/x', '/a/..%2fx', '/a/..%5cx', '/a%00.php', '/%', '/%ff', 'http://host/', '*', ''])(
    '%s is refused',
    (url) => expect(decodedPath(url)).toBeUndefined(),
  );
});

test.each(['/x.php', '/X.PHP', '/x.php/info', '/x.phtml', '/x.phar', '/x.php7', '/x.phps'])(
  '%s is never given out as a file',
  (path) => expect(scriptPattern.test(path)).toBe(true),
);
test.each(['/x.phpx', '/php', '/x.css', '/x.php.txt'])('%s is a file', (path) =>
  expect(scriptPattern.test(path)).toBe(false),
);

test('what begins with a dot is hidden, but for /.well-known/', () => {
  expect(['/.git/config', '/a/.htaccess', '/.well-knownx'].every((path) => hiddenPattern.test(path))).toBe(true);
  expect(['/.well-known/x', '/a.b', '/a./b'].some((path) => hiddenPattern.test(path))).toBe(false);
});
