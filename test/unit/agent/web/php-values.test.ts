import { describe, expect, test } from 'vitest';
import { phpBytes, phpIniValues, scriptLimitMs } from '../../../../director/services/php/agent/embedded/php-values.ts';

const options = { role: 'php' as const, address: '', code: '/c', data: '/d', sessions: '/s', temporary: '/t' };

test.each([
  ['100', 100],
  ['8K', 8192],
  ['2M', 2 ** 21],
  ['1g', 2 ** 30],
  ['0', 0],
])('%s is %i bytes', (text, bytes) => expect(phpBytes(text)).toBe(bytes));

describe('embedded PHP', () => {
  test('never lets a script start a process, whatever else is disabled', () => {
    const disabled = (names?: string) =>
      phpIniValues(names === undefined ? {} : { disable_functions: names }, options).disable_functions?.split(',');
    expect(disabled()).toContain('shell_exec');
    expect(disabled('phpinfo')).toEqual(expect.arrayContaining(['phpinfo', 'exec', 'proc_open', 'mail']));
  });

  test('takes phpconf as it is told, but for the time limit, which the pool keeps', () => {
    const values = phpIniValues({ memory_limit: '64M', max_execution_time: '3' }, options);
    expect(values).toMatchObject({ memory_limit: '64M', max_execution_time: '0', 'session.save_path': '/s' });
    expect(scriptLimitMs({ max_execution_time: '3' })).toBe(8000);
    expect(scriptLimitMs({ max_execution_time: '0' })).toBe(0);
  });
});
