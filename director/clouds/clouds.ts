import { ConpaasError } from '../contract/errors.ts';
import type { Cloud } from './cloud.ts';

/** The clouds of this Director by name. The first one is the default: empty, "default" and "iaas" mean it (reference §12). */
export class Clouds {
  readonly #clouds: readonly [Cloud, ...Cloud[]];

  constructor(clouds: readonly [Cloud, ...Cloud[]]) {
    this.#clouds = clouds;
  }

  default(): Cloud {
    return this.#clouds[0];
  }

  all(): readonly Cloud[] {
    return this.#clouds;
  }

  /** @throws UNKNOWN_CLOUD */
  get(name: string | undefined): Cloud {
    if (!name || name === 'default' || name === 'iaas') return this.default();
    const cloud = this.#clouds.find((one) => one.name === name);
    if (cloud) return cloud;
    const clouds = this.#clouds.map((one) => one.name).join(', ');
    throw new ConpaasError('UNKNOWN_CLOUD', { cloud: name, clouds });
  }
}
