import { fileURLToPath } from 'node:url';

/** The program that plays embedded roles, as a child process of the agent. */
export const serverProgram = fileURLToPath(new URL('./embedded-main.ts', import.meta.url));

/** The program of a thread that runs PHP. */
export const threadProgram = fileURLToPath(new URL('./php-thread.ts', import.meta.url));
