import type { ImportReport } from '../contract/check.ts';
import { IniError, parseIni } from '../installation/ini.ts';
import { type ImportedCloud, namesIn, readClouds } from './cloud-sections.ts';
import { Report, type Section } from './report.ts';
import { type ImportedSettings, readSettings } from './settings-sections.ts';

export interface ConfigurationImportOptions {
  /** Puts the settings in force. */
  changeSettings(changes: ImportedSettings): Promise<unknown>;
  /** Keeps the clouds, whose values hold secrets. */
  keepClouds(clouds: ImportedCloud[]): Promise<void>;
}

const settingSections = ['conpaas', 'director'] as const;

/** Takes over a director.cfg of ConPaaS 2.1 (reference §12). */
export class ConfigurationImport {
  readonly #options: ConfigurationImportOptions;

  constructor(options: ConfigurationImportOptions) {
    this.#options = options;
  }

  /**
   * Tells what of the file is taken, what has no meaning here and what is wrong. What is wrong keeps nothing else from being taken.
   * @param apply whether what is taken is put in force, too
   */
  async run(text: string, apply: boolean): Promise<ImportReport> {
    const report = new Report();
    const sections = sectionsOf(text, report);
    const settings: ImportedSettings = {};
    for (const name of settingSections) {
      const section = sections.get(name);
      if (section) Object.assign(settings, readSettings(name, section, report));
    }
    const clouds = readClouds(sections, report);
    tellOtherSections(sections, report);
    if (apply) {
      if (clouds.length > 0) await this.#options.keepClouds(clouds);
      if (Object.keys(settings).length > 0) await this.#options.changeSettings(settings);
    }
    return report.finished(apply);
  }
}

function sectionsOf(text: string, report: Report): ReadonlyMap<string, Section> {
  try {
    const upper = (values: ReadonlyMap<string, string>): Section =>
      new Map([...values].map(([key, value]) => [key.toUpperCase(), value]));
    const sections = new Map([...parseIni(text)].map(([name, values]) => [name, upper(values)]));
    if (sections.size === 0)
      report.add(
        'wrong',
        '',
        null,
        null,
        'The file has no sections; a director.cfg has [conpaas], [iaas] and [director].',
      );
    return sections;
  } catch (thrown) {
    if (!(thrown instanceof IniError)) throw thrown;
    report.add('wrong', '', null, null, `The file cannot be read: ${thrown.message}.`);
    return new Map();
  }
}

function tellOtherSections(sections: ReadonlyMap<string, Section>, report: Report): void {
  const known = new Set(['iaas', ...settingSections, ...namesIn(sections.get('iaas')?.get('OTHER_CLOUDS') ?? '')]);
  for (const name of sections.keys())
    if (!known.has(name))
      report.add(
        'meaningless',
        name,
        null,
        null,
        'No cloud of this name is in OTHER_CLOUDS, so ConPaaS 2.1 did not read it either.',
      );
}
