import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Site } from './agent-world.ts';
import { type Answer, ask, type Question } from './visitor.ts';

/** Tells what it was asked, as JSON. */
const tell = `<?php
header('Content-Type: application/json');
$server = ['SCRIPT_NAME', 'SCRIPT_FILENAME', 'DOCUMENT_ROOT', 'REQUEST_URI', 'PATH_INFO', 'PHP_SELF', 'QUERY_STRING', 'REQUEST_METHOD',
  'REMOTE_ADDR', 'HTTP_HOST', 'SERVER_NAME', 'SERVER_PORT', 'PHP_AUTH_USER', 'HTTP_PROXY'];
$said = array_combine($server, array_map(fn ($key) => $_SERVER[$key] ?? null, $server));
$inside = array_filter($_SERVER, fn ($key) => str_starts_with($key, 'HTTP_X_CONPAAS'), ARRAY_FILTER_USE_KEY);
echo json_encode($said + ['inside' => $inside, 'get' => $_GET, 'post' => $_POST, 'files' => array_map(fn ($f) => [$f['name'], $f['error'], $f['error'] ? 0 : md5_file($f['tmp_name'])], $_FILES),
  'body' => md5(file_get_contents('php://input')), 'data' => getenv('CONPAAS_DATA_DIR'), 'cookies' => $_COOKIE]);
`;

/** A site with everything that matters for where a request goes. */
export const site: Site = {
  'index.php': tell,
  'tell.php': tell,
  'hello.php': '<?php echo "hello";',
  'folder with space/index.php': tell,
  'pages/index.html': 'a page',
  'pages/style.css': 'body { color: red }',
  'pages/Käse.txt': 'Käse',
  'library/part.inc.php': '<?php $secret = "source of a part";',
  'library/old.phtml': '<?php /* source of phtml */',
  '.git/config': 'secret of git',
  '.well-known/security.txt': 'well known',
  'picture.jpg': '<?php echo "run as a script";',
  'cookies.php': '<?php setcookie("a", "1"); setcookie("b", "2"); http_response_code(201); echo "made";',
  'redirect.php': '<?php header("Location: /hello.php", true, 303);',
  'write.php':
    '<?php file_put_contents(__DIR__ . "/written.txt", "by php"); file_put_contents(getenv("CONPAAS_DATA_DIR") . "/kept", "x"); echo "ok";',
  'count.php':
    '<?php session_start(); $_SESSION["n"] = ($_SESSION["n"] ?? 0) + 1; header("X-Session: " . session_id()); echo $_SESSION["n"];',
  'settings.php': '<?php echo json_encode(array_map("ini_get", array_combine($k = explode(",", $_GET["keys"]), $k)));',
  'environment.php':
    '<?php echo json_encode(array_map(fn ($k) => [getenv($k), $_ENV[$k] ?? null], array_combine($k = explode(",", $_GET["names"]), $k)));',
  'large.php': '<?php for ($i = 0; $i < 512; $i++) echo str_repeat("0123456789abcdef", 1024);',
};

/** Values that a settings file could take for something else. */
export const environment = {
  PLAIN: 'plain',
  QUOTED: `it's "quoted" \\ \\n ; # = [x]`,
  SETTING: `a$${'{HOME}'}b $HOME 100%`,
  UNICODE: 'Käse 日本',
  YES: 'yes',
  EMPTY: '',
};

/** What `environment.php` answers when scripts read each of them by getenv and in $_ENV. */
export const environmentRead = Object.fromEntries(
  Object.entries(environment).map(([name, value]) => [name, [value, value]]),
);

/** Files that must never come as they are. */
const sources = ['/library/part.inc.php', '/library/old.phtml', '/.git/config', '/hello.php'];

/** The same for every software that can play the roles. @param place of the proxy */
export function behavesAsSite(place: () => { address: string; port: number }): void {
  const get = (path: string, question?: Question): Promise<Answer> => ask(place(), path, question);
  const json = async (path: string, question?: Question) => JSON.parse((await get(path, question)).text);

  test.each([
    ['/', '/index.php', null],
    ['/?a=1&b=%20', '/index.php', null],
    ['/tell.php', '/tell.php', null],
    ['/tell.php/more/of%20it?x=1', '/tell.php', '/more/of it'],
    ['/tell%2ephp', '/tell.php', null],
    ['/folder%20with%20space/?q=1', '/folder with space/index.php', null],
    ['/2026/11/a-permalink/?b=2', '/index.php', null],
    ['/perma.link', '/index.php', null],
  ])('GET %s runs %s with PATH_INFO %j, and sees the path as it was asked', async (path, script, info) => {
    const said = await json(path);
    expect(said).toMatchObject({ SCRIPT_NAME: script, REQUEST_URI: path, QUERY_STRING: path.split('?')[1] ?? '' });
    expect(said.PATH_INFO ?? null).toBe(info);
    expect(said.SCRIPT_FILENAME).toBe(said.DOCUMENT_ROOT + script);
    expect(said.PHP_SELF).toBe(script + (info ?? ''));
  });

  test('a script sees the visitor and the address it was asked at, and nothing of our own servers', async () => {
    const { address, port } = place();
    for (const path of ['/tell.php', '/through/the/front']) {
      const headers = {
        Host: `${address}:${port}`,
        Authorization: `Basic ${btoa('me:word')}`,
        Cookie: 'a=1; b=2',
        Proxy: 'http://evil',
        'X-ConPaaS-Code': 'other',
        'X-ConPaaS-Secret': 'guess',
        'X-ConPaaS-Script': 'root',
        'X-ConPaaS-Client': '6.6.6.6',
      };
      const said = await json(path, { headers });
      expect(said).toMatchObject({ HTTP_HOST: `${address}:${port}`, SERVER_NAME: address, SERVER_PORT: String(port) });
      expect(said).toMatchObject({ PHP_AUTH_USER: 'me', inside: [], cookies: { a: '1', b: '2' } });
      expect(said.HTTP_PROXY || null).toBeNull();
      expect(said.REMOTE_ADDR).toMatch(/^127\./);
      expect(said.data).toMatch(/\/data$/);
    }
  });

  test.each([
    ['/pages/', 'a page'],
    ['/pages/index.html', 'a page'],
    ['/pages/style.css?v=3', 'body { color: red }'],
    ['/pages/K%C3%A4se.txt', 'Käse'],
    ['/.well-known/security.txt', 'well known'],
  ])('GET %s is a file', async (path, text) => {
    expect(await get(path)).toMatchObject({ status: 200, text });
  });

  test('files have a type, and are not sent again to whom has them', async () => {
    const first = await get('/pages/style.css');
    expect(first.headers['content-type']).toMatch(/^text\/css/);
    const again = await get('/pages/style.css', { headers: { 'If-None-Match': String(first.headers.etag) } });
    expect(again.status).toBe(304);
  });

  test('a folder without its slash is sent there, on whatever address it was asked at', async () => {
    expect(await get('/pages?x=1')).toMatchObject({ status: 301, headers: { location: '/pages/?x=1' } });
  });

  test.each(['/none.php', '/none.php/x', '/pages/none.php', '/picture.jpg/x.php', '/.git/', '/.git/none'])(
    'GET %s is not there',
    async (path) => {
      const { status, text } = await get(path);
      expect([403, 404]).toContain(status);
      expect(text).not.toContain('run as a script');
    },
  );

  test.each(['/../hello.php', '/pages/..%2f..%2f..%2fetc/passwd', '/pages/%2e%2e/%2e%2e/x.php', '/hello.php%00.jpg'])(
    'GET %s leads nowhere',
    async (path) => {
      // nginx joins "/../hello.php" before it looks at it, which is harmless: then it is the script itself.
      const { status, text } = await get(path);
      if (status === 200) expect(text).toBe('hello');
      else expect([400, 404]).toContain(status);
      expect(text).not.toContain('root:');
    },
  );

  test('the source of a script never comes, however it is asked for', async () => {
    const disguises = sources.flatMap((path) => [
      path,
      path.toUpperCase(),
      path.replace('php', 'PHP'),
      path.replace('.', '%2e'),
      `${path}/`,
      `${path}%20`,
      `/${path}`,
      `/pages/.${path}`,
      `${path};x`,
      `${path}?x=/y.css`,
    ]);
    for (const path of disguises) {
      for (const method of ['GET', 'POST', 'HEAD', 'PUT']) {
        const { text } = await get(path, { method });
        expect(text, `${method} ${path}`).not.toMatch(/<\?php|secret of git/);
      }
    }
  });

  test('forms, raw bodies and bodies of unknown length arrive whole', async () => {
    const form = {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'a=1&b=%26',
    };
    for (const path of ['/tell.php', '/perma/link', '/'])
      expect(await json(path, form)).toMatchObject({ REQUEST_METHOD: 'POST', post: { a: '1', b: '&' } });
    const md5 = (await import('node:crypto')).hash('md5', 'some bytes');
    expect(await json('/tell.php', { method: 'PUT', body: 'some bytes' })).toMatchObject({
      REQUEST_METHOD: 'PUT',
      body: md5,
    });
    const streamed = Readable.from(['some ', 'bytes']);
    expect(await json('/tell.php', { method: 'POST', body: streamed })).toMatchObject({ body: md5 });
  });

  test('a file of 5 MB is uploaded', async () => {
    const content = Buffer.alloc(5_000_000, 'abc');
    const md5 = (await import('node:crypto')).hash('md5', content);
    const head = '--x\r\nContent-Disposition: form-data; name="f"; filename="big.bin"\r\nContent-Type: a/b\r\n\r\n';
    const body = Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--x--\r\n')]);
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    expect(await json('/tell.php', { method: 'POST', headers, body })).toMatchObject({
      files: { f: ['big.bin', 0, md5] },
    });
  });

  test('statuses, redirects and several cookies come back, and HEAD has no body', async () => {
    const made = await get('/cookies.php');
    expect(made).toMatchObject({ status: 201, text: 'made' });
    expect(made.headers['set-cookie']).toHaveLength(2);
    expect(await get('/redirect.php')).toMatchObject({ status: 303, headers: { location: '/hello.php' } });
    expect(await get('/hello.php', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect((await get('/hello.php')).headers['x-powered-by']).toBeUndefined();
  });

  test('an answer of 8 MB arrives whole', async () => {
    expect((await get('/large.php')).text).toHaveLength(512 * 16 * 1024);
  });

  test('what a script writes into its own folder is served at once', async () => {
    expect((await get('/write.php')).text).toBe('ok');
    expect(await get('/written.txt')).toMatchObject({ status: 200, text: 'by php' });
  });
}

/** Asks for the counter with one session, all at once. @returns the numbers it gave, in order */
export async function countTogether(place: { address: string; port: number }, times: number): Promise<number[]> {
  const first = await ask(place, '/count.php');
  const cookie = String(first.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  const rest = await Promise.all(
    Array.from({ length: times - 1 }, () => ask(place, '/count.php', { headers: { Cookie: cookie } })),
  );
  return [first, ...rest].map(({ text }) => Number(text)).sort((a, b) => a - b);
}
