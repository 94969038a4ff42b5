import { z } from 'zod';

/** What the window's pages may ask of the shell: each channel with the schema of its input. */
export const channels = {
  /** Opens an address in the user's browser, if it is allowed; answers whether it was. */
  'open-external': z.string().max(4096),
} as const satisfies Record<string, z.ZodType>;

export type Channel = keyof typeof channels;
export type ChannelInput<C extends Channel> = z.output<(typeof channels)[C]>;
export interface ChannelOutput {
  'open-external': boolean;
}
