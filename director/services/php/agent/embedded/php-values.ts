import type { EmbeddedOptions } from '../../../web/agent/embedded/messages.ts';

/** There are no processes in WebAssembly: these would hang or end the runtime. */
const impossible = 'exec,shell_exec,system,passthru,popen,proc_open,pcntl_exec,mail';

/** A path as PHP sees it: the same as outside, but for the drive of Windows. */
export function pathInPhp(path: string): string {
  return process.platform === 'win32' ? `/${path.replace(':', '').replaceAll('\\', '/')}` : path;
}

/** Folders that scripts may see, nothing else of this computer. */
export function phpMounts({ code, data, sessions, temporary }: EmbeddedOptions): Record<string, string> {
  return Object.fromEntries([code, data, sessions, temporary].map((folder) => [pathInPhp(folder), folder]));
}

/** php.ini from `phpconf` and what embedded PHP needs. */
export function phpIniValues(configuration: Record<string, string>, options: EmbeddedOptions): Record<string, string> {
  const temporary = pathInPhp(options.temporary);
  const disabled = [configuration.disable_functions ?? '', impossible].filter((names) => names.trim() !== '').join(',');
  return {
    ...configuration,
    disable_functions: disabled,
    // There is no clock that could interrupt a script; the pool ends it.
    max_execution_time: '0',
    html_errors: '0',
    expose_php: '0',
    variables_order: 'GPCS',
    request_order: 'GP',
    output_buffering: '4096',
    short_open_tag: '0',
    upload_tmp_dir: temporary,
    sys_temp_dir: temporary,
    'session.save_handler': 'files',
    'session.save_path': pathInPhp(options.sessions),
    'session.use_strict_mode': '1',
    'session.cookie_httponly': '1',
    'session.gc_probability': '1',
    'session.gc_divisor': '1000',
  };
}

/** "8M" in bytes, as PHP reads it. */
export function phpBytes(text: string): number {
  const [, digits = '0', unit = ''] = /^(\d+)([KMG]?)$/i.exec(text.trim()) ?? [];
  return Number(digits) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase());
}

/** How long a script may take in milliseconds, counted on the wall and with some time for waiting; 0 for ever. */
export function scriptLimitMs(configuration: Record<string, string>): number {
  const seconds = Number(configuration.max_execution_time ?? 30);
  return seconds === 0 ? 0 : (seconds + 5) * 1000;
}
