import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ProgramName = 'director' | 'manager' | 'agent';

/** How a program of this package is started: `<node> <execArgv> <entry> <its own arguments>`. */
export interface Program {
  /** The Node.js that runs it. Not process.execPath, which inside of Electron is Electron. */
  node: string;
  /** Absolute path of its first file. */
  entry: string;
  execArgv: string[];
  /** Folders that a sandbox must let it see. */
  readOnly: string[];
}

/** The folder with our package.json: above the sources, and above dist/. */
export function packageRoot(from: string = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(from); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'package.json'))) return folder;
  throw new Error(`there is no package.json above ${from}`);
}

function nodeBinary(): string {
  return realpathSync(process.env.CONPAAS_NODE ?? process.execPath);
}

const sources: Record<ProgramName, string> = {
  director: 'director/main.ts',
  manager: 'director/manager/main.ts',
  agent: 'director/agent/main.ts',
};

/**
 * A sibling of the program that asks: from its source when this file runs as source, else from its bundle in dist/.
 * @param from path of the running file, for tests
 */
export function program(name: ProgramName, from: string = fileURLToPath(import.meta.url)): Program {
  const root = packageRoot(from);
  const node = nodeBinary();
  const file = from.endsWith('.ts') ? sources[name] : `dist/${name}.js`;
  return { node, entry: join(root, file), execArgv: [], readOnly: [root, dirname(node)] };
}

/**
 * The files, and folders with all that is in them, that managers and agents are made of, from our package.json's folder: of a build
 * their bundles with what these start, of the sources their rooms, which find the libraries of package-lock.json in node_modules.
 * @param from path of the running file, for tests
 */
export function programFiles(from: string = fileURLToPath(import.meta.url)): string[] {
  if (!from.endsWith('.ts')) return ['package.json', ...builtPrograms.map((name) => `dist/${name}.js`)];
  return ['package.json', 'package-lock.json', ...sourceRooms.map((room) => `director/${room}`)];
}

const builtPrograms = ['agent', 'embedded-main', 'manager', 'php-thread'];
const sourceRooms = ['agent', 'archives', 'contract', 'logging', 'manager', 'processes', 'services', 'wire'];
