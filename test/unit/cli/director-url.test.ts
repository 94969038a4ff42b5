import { expect, test } from 'vitest';
import { completeDirectorUrl } from '../../../director/cli/director-url.ts';

test.each([
  ['director.example.org', 'https://director.example.org:5555'],
  ['https://director.example.org', 'https://director.example.org:5555'],
  ['10.0.0.1:7777', 'https://10.0.0.1:7777'],
  ['HTTPS://10.0.0.1:7777/some/path?x=y', 'https://10.0.0.1:7777'],
  ['https://host/path', 'https://host:5555'],
  ['[::1]', 'https://[::1]:5555'],
  ['http://host', 'http://host:5555'],
])('the address %s means %s', (given, meant) => {
  expect(completeDirectorUrl(given)).toBe(meant);
});
