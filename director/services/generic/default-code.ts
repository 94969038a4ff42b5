import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { BuiltInVersion } from '../code/kept-version.ts';
import { scriptNames } from './scripts.ts';

/** Each script tells what it knows, so that a first run shows what there is to work with. */
const script = (name: string) => `#!/bin/bash
echo "$(date '+%F %T') ${name} $*"
echo "My address is $MY_IP, my role is $MY_ROLE, the master is at $MASTER_IP."
echo "All agents, from $AGENTS_JSON:"
cat "$AGENTS_JSON"
echo
`;

/** The version that a fresh service has. */
export async function defaultCode(): Promise<BuiltInVersion> {
  const archive = pack();
  for (const name of scriptNames) archive.entry({ name, mode: 0o755 }, script(name));
  archive.finalize();
  return {
    archive: await buffer(archive as unknown as AsyncIterable<Buffer>),
    version: {
      codeVersionId: 'code-default',
      filename: 'code-default.tar',
      description: 'Initial version',
      files: scriptNames.length,
      filetype: 'tar',
      subfolder: null,
      lifted: false,
    },
  };
}
