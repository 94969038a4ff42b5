import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCgroupParent } from '../../../../director/clouds/local/cgroup.ts';

/** A folder that looks like the control groups of a desktop: a session of systemd, with what is handed to the user. */
let root: string;
const user = 'user.slice/user-1000.slice/user@1000.service';

function group(path: string, controllers: string): void {
  mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, path, 'cgroup.subtree_control'), `${controllers}\n`);
  writeFileSync(join(root, path, 'cgroup.procs'), '');
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cgroup-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('where control groups of instances are made', () => {
  it('is the closest group above the Director that hands on limits for memory and processes', () => {
    group('', 'cpu memory pids');
    group(user, 'cpu memory pids');
    group(`${user}/app.slice`, 'memory pids');
    group(`${user}/app.slice/app-conpaas.scope`, '');
    const own = `0::/${user}/app.slice/app-conpaas.scope\n`;
    expect(findCgroupParent(root, own)).toBe(join(root, user, 'app.slice'));
  });

  it('is none where only one of the two is handed on', () => {
    group('', 'cpu memory');
    group(user, 'pids');
    expect(findCgroupParent(root, `0::/${user}\n`)).toBeUndefined();
  });

  it('is none where the system has control groups of version 1, or where they cannot be read', () => {
    group('', 'memory pids');
    expect(findCgroupParent(root, '4:memory:/user\n3:pids:/user\n')).toBeUndefined();
    expect(findCgroupParent(root, '')).toBeUndefined();
    expect(findCgroupParent(join(root, 'missing'), '0::/a\n')).toBeUndefined();
  });
});
