import { buildParts } from '../../build/parts.ts';

/** The pages that the browser is to show: built when they are older than their sources. */
export default async function buildPages(): Promise<void> {
  await buildParts((line) => process.stdout.write(`${line}\n`), { all: false });
}
