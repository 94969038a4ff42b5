import { cloudDrivers, formerDrivers } from './cloud-drivers.ts';
import type { Report, Section } from './report.ts';

/** A cloud as director.cfg describes it, complete; `values` hold secrets. */
export interface ImportedCloud {
  /** "default" for the section [iaas]. */
  name: string;
  driver: string;
  values: Record<string, string>;
}

const others = 'OTHER_CLOUDS';

/** Reads [iaas] and the sections that its OTHER_CLOUDS names. */
export function readClouds(sections: ReadonlyMap<string, Section>, report: Report): ImportedCloud[] {
  const main = sections.get('iaas');
  if (!main) return [];
  const names = namesIn(main.get(others) ?? '');
  for (const name of names.filter((each) => !sections.has(each)))
    report.add('wrong', 'iaas', others, name, `Unknown cloud: ${name}. There is no section [${name}] in the file.`);
  const read = (name: string, section: string) => readCloud(name, section, sections.get(section) ?? new Map(), report);
  return [
    read('default', 'iaas'),
    ...names.filter((name) => sections.has(name)).map((name) => read(name, name)),
  ].flatMap((cloud) => cloud ?? []);
}

/** Names of OTHER_CLOUDS: those sections belong to clouds. */
export const namesIn = (list: string): string[] => [
  ...new Set(
    list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

function readCloud(name: string, section: string, values: Section, report: Report): ImportedCloud | undefined {
  const driver = (values.get('DRIVER') ?? '').toLowerCase();
  if (driver === '') {
    report.add('wrong', section, 'DRIVER', values.get('DRIVER') ?? null, `no DRIVER specified in [${section}] section`);
    return undefined;
  }
  if (Object.hasOwn(formerDrivers, driver)) {
    report.add('meaningless', section, 'DRIVER', driver, formerDrivers[driver] ?? '');
    return undefined;
  }
  const known = Object.hasOwn(cloudDrivers, driver) ? cloudDrivers[driver] : undefined;
  if (!known) {
    report.add(
      'wrong',
      section,
      'DRIVER',
      driver,
      `There is no driver of this name; known are ${Object.keys(cloudDrivers).join(', ')}.`,
    );
    return undefined;
  }
  const incomplete = known.required.filter((key) => missing(key, driver, name, section, values, report));
  const understood = new Set(['DRIVER', others, ...known.required, ...known.optional]);
  for (const [key, value] of values)
    if (!understood.has(key))
      report.add('meaningless', section, key, value, `The driver ${driver} has no setting of this name.`);
  if (incomplete.length > 0) return undefined;
  const kept = [...known.required, ...known.optional].flatMap((key) => {
    const value = values.get(key);
    return value === undefined || value === '' ? [] : [[key, value] as const];
  });
  for (const [key, value] of kept)
    report.add(
      'taken',
      section,
      key,
      value,
      `Kept for the cloud "${name}" until this Director has the driver ${driver}.`,
    );
  return { name, driver, values: Object.fromEntries(kept) };
}

/** Tells what is missing with the texts of ConPaaS 2.1. */
function missing(
  key: string,
  driver: string,
  cloud: string,
  section: string,
  values: Section,
  report: Report,
): boolean {
  const value = values.get(key);
  if (value !== undefined && value !== '') return false;
  const what = value === undefined ? 'Missing' : 'Empty';
  report.add('wrong', section, key, value ?? null, `${what} ${driver} config param ${key} for ${cloud}`);
  return true;
}
