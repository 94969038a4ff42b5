import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { packageRoot, program } from '../../../director/installation/programs.ts';

const root = resolve(import.meta.dirname, '../../..');

describe('a program that runs from source', () => {
  test.each([
    ['director', 'director/main.ts'],
    ['manager', 'director/manager/main.ts'],
    ['agent', 'director/agent/main.ts'],
  ] as const)('finds the source of the %s', (name, entry) => {
    expect(program(name).entry).toBe(join(root, entry));
  });

  test('shows a sandbox the package and the folder of Node.js', () => {
    const node = realpathSync(process.execPath);
    expect(program('agent')).toMatchObject({ node, execArgv: [], readOnly: [root, dirname(node)] });
  });
});

describe('a program that runs from a bundle', () => {
  let installed: string;
  beforeEach(() => {
    installed = mkdtempSync(join(tmpdir(), 'conpaas-installed-'));
    mkdirSync(join(installed, 'dist', 'chunks'), { recursive: true });
    writeFileSync(join(installed, 'package.json'), '{}');
  });
  afterEach(() => rmSync(installed, { recursive: true }));

  test.each(['dist/director.js', 'dist/chunks/programs-x7.js'])('finds its siblings in dist/ from %s', (from) => {
    const manager = program('manager', join(installed, from));
    expect(manager.entry).toBe(join(installed, 'dist', 'manager.js'));
    expect(manager.readOnly).toContain(installed);
  });

  test('has no root without a package.json', () => {
    rmSync(join(installed, 'package.json'));
    expect(existsSync(join(tmpdir(), 'package.json'))).toBe(false);
    expect(() => packageRoot(join(installed, 'dist', 'director.js'))).toThrow('no package.json');
  });
});

test('CONPAAS_NODE chooses the Node.js that runs the programs', () => {
  vi.stubEnv('CONPAAS_NODE', '/bin/sh');
  try {
    expect(program('manager').node).toBe(realpathSync('/bin/sh'));
  } finally {
    vi.unstubAllEnvs();
  }
});
