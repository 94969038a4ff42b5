import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onScreen, WindowState } from '../../../electron/window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conpaas-window-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('where the window was', () => {
  it('is kept over restarts, without leaving other files', () => {
    const file = join(folder, 'below', 'window.json');
    const placement = { bounds: { x: 10, y: 20, width: 1000, height: 700 }, maximized: true };
    new WindowState(file).write(placement);
    expect(new WindowState(file).read([screen])).toEqual(placement);
    expect(readdirSync(join(folder, 'below'))).toEqual(['window.json']);
  });

  it.each(['', '{', '{"bounds": {"x": "left"}}', 'null'])('is forgotten when its file holds %j', (text) => {
    const file = join(folder, 'window.json');
    writeFileSync(file, text);
    const usual = { bounds: { width: 1200, height: 800 }, maximized: false };
    expect(new WindowState(file).read([screen])).toEqual(usual);
    expect(new WindowState(join(folder, 'nothing')).read([screen])).toEqual(usual);
  });
});

describe('a window', () => {
  const placed = (x: number, y: number, width = 1000, height = 700) =>
    onScreen({ bounds: { x, y, width, height }, maximized: false }, [screen]).bounds;

  it('stays on a second screen while there is one', () => {
    const wanted = { bounds: { x: -1000, y: 100, width: 900, height: 700 }, maximized: false };
    expect(onScreen(wanted, [screen, left])).toEqual(wanted);
    expect(onScreen(wanted, [screen]).bounds).toEqual({ width: 900, height: 700 });
  });

  it.each([
    ['right of', 1900, 100],
    ['left of', -950, 100],
    ['below', 100, 1070],
    ['above', 100, -30],
  ])('is centred when its bar is %s every screen', (_where, x, y) => {
    expect(placed(x, y)).toEqual({ width: 1000, height: 700 });
  });

  it('may stand out of the screen while its bar can be reached', () => {
    expect(placed(-500, 600)).toMatchObject({ x: -500, y: 600 });
  });

  it('is no larger than the screen and no smaller than its pages need', () => {
    expect(placed(0, 0, 5000, 4000)).toMatchObject({ width: 1920, height: 1080 });
    expect(placed(0, 0, 10, 10)).toMatchObject({ width: 800, height: 560 });
  });
});
