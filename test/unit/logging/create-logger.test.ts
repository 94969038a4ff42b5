import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLogger, type FileLogger, type LoggerOptions } from '../../../director/logging/create-logger.ts';

let directory: string;
let open: FileLogger[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conpaas-log-'));
  open = [];
});
afterEach(() => {
  for (const logger of open) logger.close();
  rmSync(directory, { recursive: true });
});

function logger(options: Partial<LoggerOptions> = {}): FileLogger {
  const created = createLogger({ directory, name: 'director', ...options });
  open.push(created);
  return created;
}
const text = (file = 'director.log') => readFileSync(join(directory, file), 'utf8');
const lines = () =>
  text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQ\n-----END RSA PRIVATE KEY-----';

describe('a logger', () => {
  test('writes a line with level, time and fields before the call returns', () => {
    logger().info({ aid: 7 }, 'Started');
    expect(lines()).toEqual([{ level: 'info', time: expect.any(String), pid: process.pid, aid: 7, msg: 'Started' }]);
  });

  test('leaves out what is below its level', () => {
    const log = logger({ level: 'warn' });
    log.info('quiet');
    log.warn('loud');
    expect(lines().map(({ msg }) => msg)).toEqual(['loud']);
  });

  test('continues the file of the process before', () => {
    logger().info('one');
    logger().info('two');
    expect(lines().map(({ msg }) => msg)).toEqual(['one', 'two']);
  });

  test.skipIf(process.platform === 'win32')('lets nobody but the owner read the file', () => {
    logger().info('one');
    expect(statSync(join(directory, 'director.log')).mode & 0o777).toBe(0o600);
  });

  test('keeps the fields of its children', () => {
    logger().child({ aid: 7 }).warn('Slow');
    expect(lines()).toMatchObject([{ aid: 7, msg: 'Slow' }]);
  });
});

describe('redaction', () => {
  test.each([
    ['fields', (log: FileLogger) => log.info({ password: 'hidden-word' }, 'x')],
    ['fields deep inside', (log: FileLogger) => log.info({ a: [{ b: { launchToken: 'hidden-word' } }] }, 'x')],
    ['fields of any case', (log: FileLogger) => log.info({ headers: { 'Set-Cookie': 'hidden-word' } }, 'x')],
    ['fields of an error', (log: FileLogger) => log.error(Object.assign(new Error('x'), { key: 'hidden-word' }))],
    ['fields of a cause', (log: FileLogger) => log.error(failureBecause({ authorization: 'hidden-word' }))],
    ['fields of a child', (log: FileLogger) => log.child({ secret: 'hidden-word' }).info('x')],
    ['fields of a child of a child', (log: FileLogger) => log.child({}).child({ token: 'hidden-word' }).info('x')],
    ['objects in the text', (log: FileLogger) => log.info('got %o', { token: 'hidden-word' })],
  ])('hides %s', (_, write) => {
    write(logger());
    expect(text()).not.toContain('hidden-word');
    expect(text()).toContain('[redacted]');
  });

  test.each([
    ['in the text', (log: FileLogger) => log.info(`read ${pem} from disk`)],
    ['in a field', (log: FileLogger) => log.info({ detail: { said: pem } }, 'x')],
    ['in the message of an error', (log: FileLogger) => log.error(new Error(`cannot parse ${pem}`))],
    ['cut off before its end', (log: FileLogger) => log.info({ said: pem.slice(0, 40) }, 'x')],
    ['of an object that turns itself to JSON', (log: FileLogger) => log.info({ said: { toJSON: () => pem } }, 'x')],
  ])('hides a PEM block %s', (_, write) => {
    write(logger());
    expect(text()).not.toContain('MIIE');
    expect(text()).toContain('[redacted]');
  });

  test('keeps what is no secret', () => {
    logger().info({ keyboard: 'us', tokens: 3, aid: 1, monkey: 'see' }, 'token and key are words');
    expect(lines()).toMatchObject([
      { keyboard: 'us', tokens: 3, aid: 1, monkey: 'see', msg: 'token and key are words' },
    ]);
  });

  test('tells type, message, stack and code of an error', () => {
    logger().error({ err: Object.assign(new TypeError('no'), { code: 'E1' }) }, 'Failed');
    expect(lines()[0]).toMatchObject({ err: { type: 'TypeError', message: 'no', code: 'E1' }, msg: 'Failed' });
    expect(text()).toContain('create-logger.test.ts');
  });

  test('survives objects that hold themselves', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    logger().info({ circle }, 'x');
    expect(lines()).toMatchObject([{ circle: { self: '[circular]' } }]);
  });
});

describe('rotation', () => {
  test('puts a full file aside and keeps only so many, each within the size', () => {
    const log = logger({ maxBytes: 1000, keep: 2 });
    for (let number = 0; number < 100; number += 1) log.info(`line ${number}`);
    expect(readdirSync(directory).sort()).toEqual(['director.1.log', 'director.2.log', 'director.log']);
    for (const file of readdirSync(directory)) expect(statSync(join(directory, file)).size).toBeLessThanOrEqual(1000);
    expect(text()).toContain('line 99');
    const kept = text('director.2.log') + text('director.1.log') + text();
    const numbers = [...kept.matchAll(/line (\d+)/g)].map(([, digits]) => Number(digits));
    expect(numbers).toEqual(numbers.map((_, index) => 100 - numbers.length + index));
  });

  test('counts what was in the file before', () => {
    writeFileSync(join(directory, 'director.log'), 'x'.repeat(950));
    logger({ maxBytes: 1000 }).info('new');
    expect(text('director.1.log')).toBe('x'.repeat(950));
    expect(lines().map(({ msg }) => msg)).toEqual(['new']);
  });

  test('never throws when a line cannot be written, and writes again when that is possible', () => {
    const log = logger({ maxBytes: 200 });
    log.info('first');
    rmSync(directory, { recursive: true });
    expect(() => log.info('lost, as it needs a new file in a folder that is gone')).not.toThrow();
    mkdirSync(directory);
    log.info('third');
    expect(lines().map(({ msg }) => msg)).toEqual(['third']);
  });
});

function failureBecause(cause: object): Error {
  return new Error('x', { cause: Object.assign(new Error('y'), cause) });
}
