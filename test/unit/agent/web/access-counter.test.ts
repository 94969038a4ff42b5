import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AccessCounter } from '../../../../director/services/web/agent/system/access-counter.ts';
import { temporaryFolder } from '../../../peers/temporary-folder.ts';

const line = (status: number) => `127.0.0.1 - - [now] "GET / HTTP/1.1" ${status} 12\n`;

test('counts what is added to a log, also when a line comes in two parts and after the log was rotated', async () => {
  const file = join(await temporaryFolder(), 'access.log');
  const counter = new AccessCounter(file, /" (\d{3}) /);
  expect(await counter.count()).toEqual({ requests: 0, errors: 0 });
  await writeFile(file, line(200) + line(502) + line(404).slice(0, 20));
  expect(await counter.count()).toEqual({ requests: 2, errors: 1 });
  await appendFile(file, line(404).slice(20));
  expect(await counter.count()).toEqual({ requests: 3, errors: 1 });
  await truncate(file, 0);
  await appendFile(file, line(500));
  expect(await counter.count()).toEqual({ requests: 4, errors: 2 });
});
