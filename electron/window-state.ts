import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
/** In device-independent pixels. */
export type Bounds = z.infer<typeof bounds>;

const placement = z.object({ bounds, maximized: z.boolean() });
/** Without x and y the window is centred. */
export interface WindowPlacement {
  bounds: Bounds | Pick<Bounds, 'width' | 'height'>;
  maximized: boolean;
}

export const smallest = { width: 800, height: 560 };
const usual: WindowPlacement = { bounds: { width: 1200, height: 800 }, maximized: false };
/** So much of the window must be on a screen for people to find and drag it. */
const visible = { width: 120, height: 40 };

function overlap(one: Bounds, other: Bounds): { width: number; height: number } {
  return {
    width: Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x),
    height: Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y),
  };
}

/** Puts a window back on a screen: monitors come and go between two starts. */
export function onScreen(wanted: WindowPlacement, screens: readonly Bounds[]): WindowPlacement {
  const { width, height } = wanted.bounds;
  const largest = {
    width: Math.max(smallest.width, ...screens.map((screen) => screen.width)),
    height: Math.max(smallest.height, ...screens.map((screen) => screen.height)),
  };
  const size = {
    width: Math.min(Math.max(width, smallest.width), largest.width),
    height: Math.min(Math.max(height, smallest.height), largest.height),
  };
  if (!('x' in wanted.bounds)) return { ...wanted, bounds: size };
  const { x, y } = wanted.bounds;
  // The bar at the top is what one drags.
  const bar = { x, y, width: size.width, height: visible.height };
  const isSeen = screens.some((screen) => {
    const shared = overlap(bar, screen);
    return shared.width >= visible.width && shared.height >= visible.height / 2;
  });
  return { ...wanted, bounds: isSeen ? { x, y, ...size } : size };
}

/** Keeps where the window was over restarts. A file that is missing or damaged counts as none. */
export class WindowState {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** @param screens areas in which windows can be, as they are now */
  read(screens: readonly Bounds[]): WindowPlacement {
    return onScreen(this.#stored() ?? usual, screens);
  }

  /** Writes the whole file or nothing, also when the computer stops meanwhile. */
  write(state: { bounds: Bounds; maximized: boolean }): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(state), { flush: true });
    renameSync(`${this.#file}.new`, this.#file);
  }

  #stored(): WindowPlacement | undefined {
    try {
      return placement.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return undefined;
    }
  }
}
