import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConpaasError } from '../contract/errors.ts';
import { type Ini, IniError, parseIni } from '../installation/ini.ts';

/** The options before the command, as given. */
export interface GlobalOptions {
  debug?: boolean;
  conf_file?: string;
  director_url?: string;
  dataDir?: string;
  username?: string;
  password?: string;
  json?: boolean;
}

/** What the command line, the environment and the configuration files say together. */
export interface Settings {
  debug: boolean;
  json: boolean;
  /** Address of the Director, null: find the one that runs on this computer. */
  directorUrl: string | null;
  /** Whether that address comes from the command line. */
  directorUrlGiven: boolean;
  /** Only a Director of this computer is meant, unless an address was given on the command line. */
  onDirectorsMachine: boolean;
  /** Data folder of the Director to find on this computer, null: the usual place. */
  dataDirectory: string | null;
  /** Who signs in where there is no certificate yet. */
  username: string | null;
  password: string | null;
  /** Whether the password stood on the command line, where others on this computer can read it. */
  passwordExposed: boolean;
  warnings: string[];
}

const sectionName = 'cps-tools';
const known = ['director_url', 'username', 'password', 'debug'];

/** As ConPaaS 2.1 printed them. */
const listed = (names: string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;

async function readIni(file: string, required: boolean): Promise<Ini> {
  try {
    return parseIni(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof IniError)
      throw new ConpaasError('CONFIGURATION_FILE_INVALID', {
        file,
        problem: `Configuration file '${file}': ${error.message}.`,
      });
    // The two usual files may be missing or belong to somebody else; one that was asked for may not.
    if (!required) return new Map();
    const why = error instanceof Error ? error.message : String(error);
    throw new ConpaasError('FILE_UNREADABLE', { action: 'read configuration', file, why });
  }
}

function debugOf(value: string, file: string): boolean {
  const text = value.toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  const problem = "Option 'debug' in configuration file cps-tools.conf must be 'true' or 'false'.";
  throw new ConpaasError('CONFIGURATION_FILE_INVALID', { problem, file });
}

function unknownNames(configuration: Ini): string[] {
  const options = [...(configuration.get(sectionName)?.keys() ?? [])].filter((key) => !known.includes(key));
  const sections = [...configuration.keys()].filter((section) => section !== sectionName);
  return [
    ...(options.length > 0 ? [`Skipping unknown options from section "${sectionName}": ${listed(options)}`] : []),
    ...(sections.length > 0 ? [`Skipping unknown sections of configuration files: ${listed(sections)}`] : []),
  ];
}

/** Later files go before earlier ones, key by key. */
function merged(configurations: Ini[]): Ini {
  const sections = configurations.flatMap((configuration) => [...configuration.entries()]);
  const result: Ini = new Map();
  for (const [name, values] of sections) result.set(name, new Map([...(result.get(name) ?? []), ...values]));
  return result;
}

/** Where settings come from besides the command line. */
export interface SettingsPlaces {
  home: string;
  environment: NodeJS.ProcessEnv;
  /** Folder of the system's cps-tools.conf. */
  systemFolder: string;
}

/**
 * Reads the system's cps-tools.conf and ~/.conpaas/cps-tools.conf, or only the file of --conf_file. The command line goes before
 * the environment (CONPAAS_DATA_DIR, CONPAAS_PASSWORD), the environment before the files, the user's file before the system's.
 * @throws ConpaasError CONFIGURATION_FILE_INVALID, FILE_UNREADABLE
 */
export async function loadSettings(options: GlobalOptions, places: SettingsPlaces): Promise<Settings> {
  const asked = options.conf_file?.replace(/^~(?=$|[\\/])/, places.home);
  const files =
    asked === undefined
      ? [join(places.systemFolder, 'cps-tools.conf'), join(places.home, '.conpaas', 'cps-tools.conf')]
      : [asked];
  const configuration = merged(await Promise.all(files.map((file) => readIni(file, asked !== undefined))));
  const value = (key: string) => configuration.get(sectionName)?.get(key);
  const dataDirectory = options.dataDir ?? places.environment.CONPAAS_DATA_DIR ?? null;
  return {
    debug: options.debug === true || debugOf(value('debug') ?? 'false', files.join(' or ')),
    json: options.json === true,
    // A data folder that was asked for names a Director of this computer, whatever the files say.
    directorUrl: options.director_url ?? (dataDirectory === null ? (value('director_url') ?? null) : null),
    directorUrlGiven: options.director_url !== undefined,
    onDirectorsMachine: false,
    dataDirectory,
    username: options.username ?? value('username') ?? null,
    password: options.password ?? places.environment.CONPAAS_PASSWORD ?? value('password') ?? null,
    passwordExposed: options.password !== undefined,
    warnings: unknownNames(configuration),
  };
}
