import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';
import type { Sample } from '../contract/system.ts';

const description = z.object({
  title: z.string(),
  description: z.string(),
  serviceType: z.string(),
  serviceName: z.string(),
  /** File name of a picture in the sample's folder. */
  picture: z.string().nullable(),
});

export interface CataloguedSample extends Sample {
  serviceName: string;
  /** The folder whose content becomes the code version. */
  codeDirectory: string;
}

/** The sample applications: a folder each, with sample.json, code/ and a picture. */
export class SampleCatalogue {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  async list(): Promise<CataloguedSample[]> {
    const names = (await readdir(this.directory, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    return Promise.all(names.map(({ name }) => this.#read(name)));
  }

  /** @throws SAMPLE_NOT_FOUND */
  async get(name: string): Promise<CataloguedSample> {
    const found = (await this.list()).find((sample) => sample.name === name);
    if (!found) throw new ConpaasError('SAMPLE_NOT_FOUND', { name });
    return found;
  }

  async #read(name: string): Promise<CataloguedSample> {
    const text = await readFile(join(this.directory, name, 'sample.json'), 'utf8');
    const read = description.parse(JSON.parse(text));
    return {
      ...read,
      name,
      picture: read.picture === null ? null : await this.#picture(join(this.directory, name, read.picture)),
      codeDirectory: join(this.directory, name, 'code'),
    };
  }

  /** Inside the answer: a few kilobytes, and no second request with rules of its own. */
  async #picture(path: string): Promise<string> {
    return `data:image/svg+xml;base64,${(await readFile(path)).toString('base64')}`;
  }
}
