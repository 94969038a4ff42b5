import { describe, expect, it } from 'vitest';
import {
  checkPhpConfiguration,
  phpConfigurationKeys,
  phpDefaults,
} from '../../../../director/services/php/configuration.ts';

describe('phpconf', () => {
  it('has the defaults of ConPaaS, which fit their own forms', () => {
    expect(phpDefaults).toMatchObject({
      max_execution_time: '30',
      memory_limit: '128M',
      log_errors: 'Off',
      display_errors: 'Off',
      upload_max_filesize: '2M',
      post_max_size: '8M',
    });
    expect(phpDefaults.disable_functions).toMatch(/^pcntl_alarm,pcntl_fork,/);
    expect(checkPhpConfiguration(phpDefaults)).toEqual(phpDefaults);
    expect(phpConfigurationKeys).toHaveLength(7);
  });

  it.each([
    ['max_execution_time', '0'],
    ['max_execution_time', 120],
    ['memory_limit', '512M'],
    ['memory_limit', '1G'],
    ['memory_limit', '134217728'],
    ['log_errors', 'On'],
    ['upload_max_filesize', '20K'],
    ['disable_functions', ''],
    ['disable_functions', 'exec, shell_exec'],
  ])('takes %s = %j', (key, value) => {
    expect(checkPhpConfiguration({ [key]: value })).toEqual({ [key]: String(value) });
  });

  it.each([
    ['max_execution_time', '30s'],
    ['max_execution_time', '-1'],
    ['memory_limit', '128MB'],
    ['memory_limit', '128m'],
    ['memory_limit', ''],
    ['memory_limit', '128M\nauto_prepend_file = /etc/passwd'],
    ['memory_limit', '128M\n'],
    ['display_errors', 'on'],
    ['display_errors', true],
    ['post_max_size', 'M'],
    ['disable_functions', 'exec;'],
    ['disable_functions', ['exec']],
    ['max_execution_time', null],
  ])('refuses %s = %j', (key, value) => {
    expect(() => checkPhpConfiguration({ [key]: value })).toThrow(/^Invalid arguments: /);
  });

  it('refuses keys it does not know', () => {
    expect(() => checkPhpConfiguration({ auto_prepend_file: '/x' })).toThrow(
      'Unexpected arguments phpconf attribute "auto_prepend_file"',
    );
    expect(() => checkPhpConfiguration({ constructor: 'x' })).toThrow('Unexpected arguments');
  });
});
