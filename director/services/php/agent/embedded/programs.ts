import { join } from 'node:path';

/** Programs of the embedded runtime: sources in a checkout, files of the bundle beside each other. */
function program(source: string, bundled: string): string {
  return join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? source : bundled);
}

export const serverProgram = () => program('main.ts', 'embedded-server.js');
export const threadProgram = () => program('php-thread.ts', 'php-thread.js');
