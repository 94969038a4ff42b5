import { readFileSync } from 'node:fs';
import { managerConfiguration } from '../wire/instance-configuration.ts';

/**
 * Where the Director listens: read anew from the manager's configuration each time, as a Director whose port was taken comes
 * back on another one and writes it there.
 * @param known what holds while the file cannot be read
 */
export function directorUrlFrom(path: string, known: string): () => string {
  return () => {
    try {
      return managerConfiguration.parse(JSON.parse(readFileSync(path, 'utf8'))).directorUrl;
    } catch {
      return known;
    }
  };
}
