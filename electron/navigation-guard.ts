/** What is needed of Electron's WebContents. */
export interface GuardedContents {
  on(
    event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate',
    listener: (details: Navigation) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: { preventDefault(): void }) => void): unknown;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void;
}
export interface Navigation {
  url: string;
  preventDefault(): void;
}

export interface NavigationGuardOptions {
  /** The Director's pages, or undefined while there is none. */
  origin(): string | undefined;
  /** Takes links that lead elsewhere. */
  openExternal(url: string): void;
}

/** Keeps every page of the program on the Director's own origin, in its one window. */
export class NavigationGuard {
  readonly #options: NavigationGuardOptions;

  constructor(options: NavigationGuardOptions) {
    this.#options = options;
  }

  /** Whether a page at this address is one of ours. */
  isOwn(url: string): boolean {
    const origin = this.#options.origin();
    return origin !== undefined && URL.parse(url)?.origin === origin;
  }

  attach(contents: GuardedContents): void {
    const check = (navigation: Navigation) => {
      if (!this.isOwn(navigation.url)) navigation.preventDefault();
    };
    contents.on('will-navigate', (navigation) => {
      check(navigation);
      // A plain link: people expect it to open, and so it does, in their browser.
      if (!this.isOwn(navigation.url)) this.#options.openExternal(navigation.url);
    });
    contents.on('will-redirect', check);
    contents.on('will-frame-navigate', check);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      this.#options.openExternal(url);
      return { action: 'deny' };
    });
  }
}
