import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLogger } from '../logging/create-logger.ts';
import { readCredentials } from '../wire/credential-files.ts';
import { agentConfiguration } from '../wire/instance-configuration.ts';
import { createAgent } from './agent.ts';

/** The agent program: `node main.ts --configuration <folder>`, the folder with config.json and the certificates. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { configuration: { type: 'string' } } });
  if (values.configuration === undefined)
    throw new Error('Give the folder of the configuration: --configuration <folder>');
  const folder = values.configuration;
  const configuration = agentConfiguration.parse(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')));
  const credentials = await readCredentials(folder);
  if (!credentials) throw new Error(`${folder} has no key.pem with a cert.pem that belongs to it, or no ca_cert.pem`);
  const log = createLogger({ directory: configuration.directories.logs, name: 'cpsagent' });
  const agent = await createAgent(configuration, credentials, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      log.info(`${signal}: ending`);
      agent.stop().then(
        () => process.exit(0),
        (thrown) => {
          log.error(`The agent did not end in order: ${thrown}`);
          process.exit(1);
        },
      );
    });
  await agent.start();
  log.info(`The agent of ${configuration.role} ${configuration.vmid} answers`);
}

main().catch((thrown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
});
