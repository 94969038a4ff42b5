/// <reference types="vite/client" />

/** What the Electron preload offers; in a browser there is none. */
interface Window {
  conpaasShell?: {
    openExternal?(url: string): void;
  };
}
