import { describe, expect, it } from 'vitest';
import { isPublicAddress, sourceOf } from '../../../director/manifests/address.ts';

describe('addresses that other users of a Director may have it fetch from', () => {
  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '224.0.0.1', '255.255.255.255'],
    ...['::1', '::', 'fe80::1', 'fd00::1', 'ff02::1', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', 'no address', ''],
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('the source of an archive', () => {
  it.each(['http://0x7f.1/a', 'http://2130706433/a', 'http://127.1/a'])('%s is the address it means', (text) => {
    const source = sourceOf(text);
    expect(source.kind === 'url' && source.url.hostname).toBe('127.0.0.1');
  });
  it.each([
    ['code.tar.gz', 'code.tar.gz'],
    ['./a//b/./c.zip', 'a/b/c.zip'],
    ['code/', 'code'],
  ])('%s is a file of the bundle', (text, path) => {
    expect(sourceOf(text)).toEqual({ kind: 'file', path });
  });
  it.each(['../a', 'a/../b', '/a', '.', 'a\\b', 'a\0b', 'data:,x', 'file:a'])('%j is neither', (text) => {
    expect(sourceOf(text).kind).toBe('wrong');
  });
});
