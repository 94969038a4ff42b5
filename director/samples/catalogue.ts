import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';
import { manifest } from '../contract/manifest.ts';
import type { Sample } from '../contract/system.ts';
import { FolderFiles } from '../manifests/manifest-files.ts';

/** Of a sample's manifest more is wanted than of others: what is shown of it. */
const sampleManifest = manifest
  .extend({ Application: z.string(), Description: z.string(), Services: manifest.shape.Services.unwrap().min(1) })
  .loose();
const manifestName = 'manifest.json';
const pictureName = 'picture.svg';

export interface CataloguedSample extends Sample {
  /** The text of its manifest, and the files beside it. */
  manifest: string;
  files: FolderFiles;
}

/** The sample applications: ready-made manifests, a folder each, with the code and a picture beside. */
export class SampleCatalogue {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  async list(): Promise<CataloguedSample[]> {
    const entries = await readdir(this.directory, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return Promise.all(names.sort().map((name) => this.#read(name)));
  }

  /** @throws SAMPLE_NOT_FOUND */
  async get(name: string): Promise<CataloguedSample> {
    const found = (await this.list()).find((sample) => sample.name === name);
    if (!found) throw new ConpaasError('SAMPLE_NOT_FOUND', { name });
    return found;
  }

  async #read(name: string): Promise<CataloguedSample> {
    const folder = join(this.directory, name);
    const text = await readFile(join(folder, manifestName), 'utf8');
    const { Application, Description, Services } = sampleManifest.parse(JSON.parse(text));
    const files = new FolderFiles(folder);
    return {
      name,
      title: Application,
      description: Description,
      serviceType: Services[0]?.Type ?? '',
      picture: (await files.kind(pictureName)) === 'file' ? await picture(join(folder, pictureName)) : null,
      manifest: text,
      files,
    };
  }
}

/** Inside the answer: a few kilobytes, and no second request with rules of its own. */
async function picture(path: string): Promise<string> {
  return `data:image/svg+xml;base64,${(await readFile(path)).toString('base64')}`;
}
