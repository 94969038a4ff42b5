import { buildParts } from './parts.ts';

/** `npm run build`: builds what is out of date, or with --all everything. */
await buildParts((line) => process.stdout.write(`${line}\n`), { all: process.argv.includes('--all') });
