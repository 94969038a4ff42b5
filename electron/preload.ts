import { contextBridge, ipcRenderer } from 'electron';
import type { Channel, ChannelOutput } from './channels.ts';

const invoke = <C extends Channel>(channel: C, input: unknown): Promise<ChannelOutput[C]> =>
  ipcRenderer.invoke(channel, input);

/** What pages in the window have beyond those in a browser: these functions and nothing of Electron itself. */
const shell = {
  platform: process.platform,
  /** Opens an address in the user's browser. Resolves to false where that is not allowed. */
  openExternal: (url: string): Promise<boolean> => invoke('open-external', String(url)),
};

contextBridge.exposeInMainWorld('conpaasShell', shell);
