import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalCloud } from '../../../director/clouds/local/local-cloud.ts';
import { optionsFor, specOf } from './fixture.ts';

// Makes an instance with more to lay into its folder than the disk holds: full-disk.ts <folder on a small disk>
const [data = ''] = process.argv.slice(2);
const cloud = createLocalCloud(optionsFor(data));
const spec = specOf(1, { files: () => ({ 'config.json': 'x'.repeat(2 ** 20) }) });
const code = await cloud.create(spec, new AbortController().signal).then(
  () => 'made',
  (error: { code?: string }) => error.code,
);
console.log(code, JSON.stringify(readdirSync(join(data, 'instances'))));
