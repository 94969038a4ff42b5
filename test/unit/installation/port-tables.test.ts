import { describe, expect, test } from 'vitest';
import { decodeAddress, listeningInodes, nameOfCommand } from '../../../director/installation/port-owner-linux.ts';
import { isOnAddress, parseLsof, parseNetstat, parseTasklist } from '../../../director/installation/port-tables.ts';

describe('/proc/net/tcp', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:15B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000 100 0 0 10 0',
    '   1: 0204537F:15B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000 100 0 0 10 0',
    '   2: 0100007F:15B3 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000 100 0 0 10 0',
    '   3: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4714 1 0000 100 0 0 10 0',
    '',
  ].join('\n');

  test('tells the listening sockets of a port by address', () => {
    expect(listeningInodes(table, 5555, '127.0.0.1')).toEqual(['4711']);
    expect(listeningInodes(table, 5555, '127.83.4.2')).toEqual(['4712']);
    expect(listeningInodes(table, 5555, '0.0.0.0')).toEqual(['4711', '4712']);
    expect(listeningInodes(table, 80, '127.0.0.1')).toEqual(['4714']);
    expect(listeningInodes(table, 81, '127.0.0.1')).toEqual([]);
  });

  test.each([
    ['0100007F', '127.0.0.1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000001000000', '::1'],
    ['0000000000000000FFFF00000100007F', '127.0.0.1'],
    ['B80D0120000000000000000001000000', '2001:0db8:0000:0000:0000:0000:0000:0001'],
  ])('writes the address %s for %s', (hex, address) => {
    expect(decodeAddress(hex)).toBe(address);
  });

  test.each([
    [['/usr/sbin/haproxy', '-f', 'x.cfg'], 'haproxy'],
    [['nginx: master process /usr/sbin/nginx -g daemon on;'], 'nginx'],
    [['php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)'], 'php-fpm'],
    [['/usr/bin/node', '--enable-source-maps', '/srv/app/server.js', '80'], 'node server.js'],
    [['node', '-e', 'require("http")'], 'node'],
    [['python3', '-m', 'http.server'], 'python3 http.server'],
    [['/opt/My Programs/server', '-x'], 'server'],
    [[], ''],
  ])('names the program of %j', (words, name) => {
    expect(nameOfCommand(words)).toBe(name);
  });
});

test('the output of lsof tells the sockets of each process', () => {
  const text = 'p501\ncnginx\nf6\nn*:8080\nf7\nn[::1]:8081\np777\ncruby\nf9\nn127.0.0.1:3000\n';
  expect(parseLsof(text)).toEqual([
    { pid: 501, program: 'nginx', address: '*', port: 8080 },
    { pid: 501, program: 'nginx', address: '::1', port: 8081 },
    { pid: 777, program: 'ruby', address: '127.0.0.1', port: 3000 },
  ]);
});

test('the output of netstat tells the listening sockets in any language', () => {
  const text = [
    '',
    'Aktive Verbindungen',
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1104\r',
    '  TCP    127.0.0.1:5555         127.0.0.1:49712        HERGESTELLT     8124\r',
    '  TCP    [::]:5555              [::]:0                 ABHÖREN         8124\r',
    '  UDP    0.0.0.0:500            *:*                                    3812\r',
  ].join('\n');
  expect(parseNetstat(text)).toEqual([
    { address: '0.0.0.0', port: 135, pid: 1104 },
    { address: '::', port: 5555, pid: 8124 },
  ]);
});

test('the output of tasklist tells the program', () => {
  expect(parseTasklist('"httpd.exe","8124","Services","0","12,345 K"\r\n')).toBe('httpd.exe');
  expect(parseTasklist('INFO: No tasks are running which match the specified criteria.\r\n')).toBeUndefined();
});

test.each([
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.2', '127.0.0.1', false],
  ['*', '127.0.0.1', true],
  ['::', '127.0.0.1', true],
  ['127.0.0.2', '0.0.0.0', true],
])('a socket on %s is in the way of one on %s: %s', (listening, asked, expected) => {
  expect(isOnAddress(listening, asked)).toBe(expected);
});
