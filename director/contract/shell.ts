import { z } from 'zod';
import { errorBody } from './errors.ts';

/** What the Director, as a child process, tells the program that started it (electron/). */
export const directorMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    uiUrl: z.url(),
    apiUrl: z.url(),
    /** Signs the owner in, once, within a few minutes. It travels here and nowhere else. */
    launchUrl: z.url(),
    version: z.string(),
  }),
  /** Another address to sign in with, as asked for by `launch`. */
  z.object({ type: z.literal('launch'), launchUrl: z.url() }),
  /** It could not start; it ends after this. */
  z.object({ type: z.literal('failed'), error: errorBody }),
]);
export type DirectorMessage = z.infer<typeof directorMessage>;

/** What that program asks of it. */
export const shellMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('launch') }),
  /** Ends the Director in good order; "stop" stops all running applications first. */
  z.object({ type: z.literal('stop'), applications: z.enum(['keep', 'stop']) }),
]);
export type ShellMessage = z.infer<typeof shellMessage>;
