import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { ImportReport } from '../../contract/check.ts';
import { ConpaasError } from '../../contract/errors.ts';
import { settings as settingsSchema } from '../../contract/system.ts';
import type { Call } from '../call.ts';
import type { CommandDefinition } from '../definition.ts';
import { keyValueLines } from '../key-values.ts';
import { pairsOf, settingArgument } from '../pairs.ts';

async function get(call: Call): Promise<void> {
  const settings = await (await call.session.client()).getSettings();
  call.session.answer(settings, () => keyValueLines(settings));
}

type Key = keyof typeof settingsSchema.shape;

const isKey = (key: string): key is Key => Object.hasOwn(settingsSchema.shape, key);

/** What a text can mean besides itself: numbers, True and False as they are printed. */
function meaningOf(text: string): unknown {
  if (/^-?\d+$/.test(text)) return Number(text);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

/**
 * The value as the setting takes it: nothing, and None as it is printed, for what is not set, where that is possible. What it takes
 * in no form is left for the Director to refuse.
 */
function valueFor(key: Key, text: string): unknown {
  if ((text === '' || text === 'None') && settingsSchema.shape[key].safeParse(null).success) return null;
  return settingsSchema.shape[key].safeParse(text).success ? text : meaningOf(text);
}

async function set(call: Call): Promise<void> {
  const values = pairsOf(call).map(([key, text]) => {
    if (isKey(key)) return [key, valueFor(key, text)] as const;
    throw new ConpaasError('SETTING_UNKNOWN', { key, keys: Object.keys(settingsSchema.shape).join(', ') });
  });
  const body = Object.fromEntries(values) as Partial<z.output<typeof settingsSchema>>;
  const settings = await (await call.session.client()).updateSettings({ body });
  const changed = Object.fromEntries(values.map(([key]) => [key, settings[key]]));
  call.session.answer(settings, () => keyValueLines(changed));
}

function describe({ taken, meaningless, wrong }: ImportReport): string {
  const part = (title: string, lines: ImportReport['taken']) =>
    lines.length === 0
      ? []
      : [
          title,
          ...lines.map(({ section, key, value, message }) => {
            const place = key === null ? `[${section}]` : `[${section}] ${key}`;
            return `\t${place}${value === null ? '' : ` = ${value}`}: ${message}`;
          }),
        ];
  return [...part('Taken:', taken), ...part('Without meaning here:', meaningless), ...part('Wrong:', wrong)].join('\n');
}

async function importFile(call: Call): Promise<void> {
  const file = call.argument('filename');
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ConpaasError('FILE_UNREADABLE', { action: 'import configuration', file, why: error.message });
  });
  const apply = call.flag('apply');
  const report = await (await call.session.client()).importConfiguration({ body: { text, apply } });
  call.session.answer(report, () => describe(report));
  const count = report.wrong.length;
  const deed = report.applied ? 'was taken over' : 'would be taken over';
  if (count > 0) throw new ConpaasError('IMPORT_HAS_ERRORS', { count, deed });
  if (!report.applied && !call.session.settings.json)
    call.session.print('Nothing was changed. To take this over, add --apply.');
}

export const settingsCommands: readonly CommandDefinition[] = [
  { name: 'get_settings', summary: 'print the settings of the director', run: get },
  {
    name: 'set_settings',
    summary: 'change settings of the director (on its machine)',
    arguments: [settingArgument('registration=true')],
    onDirectorsMachine: true,
    run: set,
  },
  {
    name: 'import',
    summary: 'tell what a director.cfg of ConPaaS 2.1 means here, or take it over (on the machine of the director)',
    arguments: [{ name: 'filename', description: 'the director.cfg', completes: 'file' }],
    options: [{ flags: '--apply', description: 'take it over' }],
    onDirectorsMachine: true,
    run: importFile,
  },
];
