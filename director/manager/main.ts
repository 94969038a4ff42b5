import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCredentials } from '../wire/credential-files.ts';
import { managerConfiguration } from '../wire/instance-configuration.ts';
import { createManager } from './manager.ts';

/** The manager program: `node main.ts --configuration <folder>`, the folder with config.json and the certificates. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { configuration: { type: 'string' } } });
  const folder = values.configuration;
  if (folder === undefined) throw new Error('Give the folder of the configuration: --configuration <folder>');
  const configuration = managerConfiguration.parse(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')));
  const credentials = await readCredentials(folder);
  if (!credentials) throw new Error(`${folder} has no key.pem with a cert.pem that belongs to it, or no ca_cert.pem`);
  const manager = await createManager({ configuration, credentials });
  const log = manager.logs.logger(0);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.once(event, (thrown: unknown) => {
      // A defect. What is on disk is whole; the Director starts the manager again, which takes it up from there.
      log.error(`${event}: ${thrown instanceof Error ? thrown.stack : thrown}`);
      process.exit(1);
    });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      log.info(`${signal}: ending, the nodes stay`);
      manager.stop().then(
        () => process.exit(0),
        (thrown) => {
          log.error(`The manager did not end in order: ${thrown}`);
          process.exit(1);
        },
      );
    });
  const { port } = await manager.start();
  log.info(`The manager of application ${configuration.aid} answers on ${configuration.address}:${port}`);
}

main().catch((thrown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
});
