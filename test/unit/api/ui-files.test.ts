import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiUnderTest, apiUnderTest } from './api-under-test.ts';

let under: ApiUnderTest;
let host: string;
const script = 'console.log("hello");'.repeat(100);

beforeAll(async () => {
  under = await apiUnderTest();
  host = new URL(under.uiUrl).host;
});
afterAll(() => under.close());

const get = (url: string, headers = {}) => under.api.ui.inject({ url, headers: { host, ...headers } });

describe('the UI', () => {
  it('says how to build the pages while they are missing', async () => {
    const answer = await get('/');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
    expect(answer.body).toContain('npm run build');
  });

  describe('once built', () => {
    beforeAll(async () => {
      const folder = join(under.folder, 'renderer');
      await mkdir(join(folder, 'assets'), { recursive: true });
      await writeFile(
        join(folder, 'index.html'),
        '<html><head><meta name="csp-nonce" content="" /><title>ConPaaS</title></head></html>',
      );
      await writeFile(join(folder, 'icon.svg'), '<svg/>');
      await writeFile(join(folder, 'assets', 'main-a1b2.js'), script);
      await writeFile(join(folder, 'assets', 'main-a1b2.js.br'), brotliCompressSync(script));
    });

    it.each(['/', '/index.html', '/applications/1/services/2', '/tasks?state=running'])(
      'answers %s with its page, never cached',
      async (url) => {
        const answer = await get(url);
        expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
        expect(answer.body).toContain('<title>ConPaaS</title>');
      },
    );

    it('gives each page a nonce of its own, which the policy names for styles only', async () => {
      const [one, other] = await Promise.all([get('/'), get('/')]);
      const nonce = /<meta name="csp-nonce" content="([^"]{24})"/.exec(one.body)?.[1] ?? '';
      const policy = String(one.headers['content-security-policy']);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}';`);
      expect(policy).toContain(`script-src 'self';`);
      expect(policy).not.toContain('unsafe');
      expect(other.body).not.toContain(nonce);
    });

    it('sends hashed files compressed and for ever', async () => {
      const answer = await get('/assets/main-a1b2.js', { 'accept-encoding': 'gzip, br' });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({
        'content-encoding': 'br',
        'content-type': expect.stringContaining('text/javascript'),
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect((await get('/assets/main-a1b2.js')).body).toBe(script);
    });

    it('has other files looked at again', async () => {
      const answer = await get('/icon.svg');
      expect(answer.headers['cache-control']).toBe('no-cache');
      const again = await get('/icon.svg', { 'if-none-match': answer.headers.etag });
      expect(again.statusCode).toBe(304);
    });

    it.each([
      '/assets/nothing.js',
      '/../../certificates/ca_key.pem',
      '/%2e%2e/certificates/ca_key.pem',
      '/assets/..%2f..%2fcertificates%2fca_key.pem',
    ])('has nothing at %s', async (url) => {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' });
    });

    it('takes no page for an answer of the API', async () => {
      expect((await get('/api/nothing')).json()).toMatchObject({ code: 'NOT_FOUND' });
      const posted = await under.api.ui.inject({ method: 'POST', url: '/tasks', headers: { host } });
      expect(posted.json()).toMatchObject({ code: 'NOT_FOUND' });
    });
  });
});
