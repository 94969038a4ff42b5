import { ConpaasError } from '../../contract/errors.ts';
import type { ConfigurationKey } from '../../contract/service.ts';

const onOrOff = { pattern: '^(On|Off)$', form: 'On or Off', choices: ['On', 'Off'] };
const bytes = { pattern: '^\\d+[KMG]?$', form: 'digits and optional K, M or G' };

/** The functions that could take over the processes of the server itself. */
const processControl = [
  'alarm',
  'fork',
  'waitpid',
  'wait',
  'wifexited',
  'wifstopped',
  'wifsignaled',
  'wexitstatus',
  'wtermsig',
  'wstopsig',
  'signal',
  'signal_dispatch',
  'get_last_error',
  'strerror',
  'sigprocmask',
  'sigwaitinfo',
  'sigtimedwait',
  'exec',
  'getpriority',
  'setpriority',
].map((name) => `pcntl_${name}`);

/** `phpconf` of reference §8.3: keys, defaults, accepted forms. Forms of UI and CLI are built from it. */
export const phpConfigurationKeys: ConfigurationKey[] = [
  {
    key: 'max_execution_time',
    label: 'Longest run of a script',
    description: 'Seconds after which PHP ends a script; 0 means never.',
    default: '30',
    pattern: '^\\d+$',
    form: 'digits',
  },
  {
    key: 'memory_limit',
    label: 'Memory of a script',
    description: 'The most memory one script may take.',
    default: '128M',
    ...bytes,
  },
  {
    key: 'log_errors',
    label: 'Log errors',
    description: 'Whether PHP writes errors to the error log of the backend node.',
    default: 'Off',
    ...onOrOff,
  },
  {
    key: 'display_errors',
    label: 'Show errors (debug)',
    description: 'Whether visitors see PHP errors in the page.',
    default: 'Off',
    ...onOrOff,
  },
  {
    key: 'upload_max_filesize',
    label: 'Largest uploaded file',
    description: 'The most that one file of a form may have.',
    default: '2M',
    ...bytes,
  },
  {
    key: 'post_max_size',
    label: 'Largest form',
    description: 'The most that a whole form with its files may have.',
    default: '8M',
    ...bytes,
  },
  {
    key: 'disable_functions',
    label: 'Disabled functions',
    description: 'PHP functions that scripts may not call, separated by commas.',
    default: processControl.join(','),
    pattern: '^[\\w, ]*$',
    form: 'word characters, commas and spaces',
  },
];

const keys = new Map(phpConfigurationKeys.map((key) => [key.key, key]));

export const phpDefaults: Readonly<Record<string, string>> = Object.fromEntries(
  phpConfigurationKeys.map(({ key, default: value }) => [key, value]),
);

/**
 * Checks new values of `phpconf`. Numbers are taken as their digits.
 * @throws CONFIGURATION_UNKNOWN, CONFIGURATION_INVALID
 */
export function checkPhpConfiguration(given: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      const known = keys.get(key);
      if (!known) throw new ConpaasError('CONFIGURATION_UNKNOWN', { key, keys: [...keys.keys()].join(', ') });
      const text = typeof value === 'number' ? String(value) : value;
      if (typeof text !== 'string' || !new RegExp(known.pattern).test(text))
        throw new ConpaasError('CONFIGURATION_INVALID', { key, value: shown(value), form: known.form });
      return [key, text];
    }),
  );
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).slice(0, 200);
}
