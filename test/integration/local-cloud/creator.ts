import { createLocalCloud } from '../../../director/clouds/local/local-cloud.ts';
import type { LocalCloudOptions } from '../../../director/clouds/local/options.ts';
import { optionsFor, specOf } from './fixture.ts';

// Stands for a Director that is killed while it makes an instance: creator.ts <data folder> <isolation> <vmid> [hang]
const [data = '', isolation, vmid = '', hang = ''] = process.argv.slice(2);
setInterval(() => undefined, 60_000);
const cloud = createLocalCloud(
  optionsFor(data, { isolation: isolation as NonNullable<LocalCloudOptions['isolation']> }),
);
await cloud.describe();
const spec = specOf(1);
const { files } = spec;
const laid = (placement: Parameters<typeof files>[0]) => {
  console.log('laying files');
  return hang ? new Promise<never>(() => undefined) : files(placement);
};
await cloud.create({ ...spec, vmid, files: laid }, AbortSignal.timeout(60_000));
console.log('created');
