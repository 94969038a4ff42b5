import { type Channel, type ChannelInput, type ChannelOutput, channels } from './channels.ts';

/** Who called. */
export interface IpcCall {
  senderFrame: { url: string; parent: unknown } | null;
}
/** What is needed of Electron's ipcMain. */
export interface IpcMain {
  handle(channel: string, listener: (event: IpcCall, input: unknown) => unknown): void;
}
export type ChannelHandlers = { [C in Channel]: (input: ChannelInput<C>) => Promise<ChannelOutput[C]> };

/**
 * Answers the channels. On every call it checks that it comes from the main frame of one of our pages, and that the input is
 * what the channel takes.
 * @param isOwn whether a page at this address is one of ours
 */
export function registerIpc(ipc: IpcMain, handlers: ChannelHandlers, isOwn: (url: string) => boolean): void {
  for (const channel of Object.keys(channels) as Channel[]) {
    ipc.handle(channel, async ({ senderFrame }, input) => {
      // A frame that navigated away meanwhile is null.
      if (!senderFrame || senderFrame.parent !== null || !isOwn(senderFrame.url))
        throw new Error(`${channel} was called by a page that may not`);
      return handlers[channel](channels[channel].parse(input));
    });
  }
}
