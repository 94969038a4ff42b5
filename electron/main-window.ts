import { app, BrowserWindow, screen, shell } from 'electron';
import { type PlainAction, type PlainPage, plainActionOf, plainPageUrl } from './plain-page.ts';
import { smallest, type WindowState } from './window-state.ts';

export interface MainWindowOptions {
  preload: string;
  state: WindowState;
  /** A button of a plain page was pressed. */
  onPlainAction(action: PlainAction): void;
  /** The process of the page has ended; the reason as Electron names it. */
  onCrash(reason: string): void;
  /** The user wants to close it. It stays open until `close` is called. */
  onCloseWanted(): void;
}

/** Moving and resizing come in hundreds of events; the last one is written. */
const writeDelay = 500;

/** The one window. */
export class MainWindow {
  readonly #window: BrowserWindow;
  readonly #options: MainWindowOptions;

  constructor(options: MainWindowOptions) {
    this.#options = options;
    const { bounds, maximized } = options.state.read(screen.getAllDisplays().map(({ workArea }) => workArea));
    this.#window = new BrowserWindow({
      ...bounds,
      minWidth: smallest.width,
      minHeight: smallest.height,
      title: app.name,
      show: false,
      webPreferences: {
        preload: options.preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    });
    if (maximized) this.#window.maximize();
    this.#window.once('ready-to-show', () => this.#window.show());
    this.#listen();
  }

  /** Loads a page of the Director. */
  load(url: string): void {
    // A page that cannot be loaded is shown by Chromium; the supervision of the Director says more.
    this.#window.loadURL(url).catch(() => undefined);
  }

  show(page: PlainPage): void {
    this.load(plainPageUrl(page));
  }

  reload(): void {
    this.#window.webContents.reload();
  }

  bringToFront(): void {
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Shows a question on the window. */
  get handle(): BrowserWindow {
    return this.#window;
  }

  /** Closes it without a question. */
  close(): void {
    this.#window.destroy();
  }

  #listen(): void {
    const { onCloseWanted, onCrash, onPlainAction } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const remember = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#writeState(), writeDelay);
    };
    this.#window.on('resize', remember);
    this.#window.on('move', remember);
    this.#window.on('close', (event) => {
      clearTimeout(timer);
      this.#writeState();
      event.preventDefault();
      onCloseWanted();
    });
    this.#window.on('closed', () => clearTimeout(timer));
    const { webContents } = this.#window;
    webContents.on('render-process-gone', (_event, { reason }) => onCrash(reason));
    webContents.on('did-navigate-in-page', (_event, url) => {
      const action = plainActionOf(url);
      if (action) onPlainAction(action);
    });
  }

  #writeState(): void {
    if (this.#window.isDestroyed()) return;
    try {
      this.#options.state.write({ bounds: this.#window.getNormalBounds(), maximized: this.#window.isMaximized() });
    } catch {
      // A full disk must not keep a window from closing; it opens in its usual place then.
    }
  }
}

/** Shows a folder in the file manager. */
export const showFolder = (folder: string): void => void shell.openPath(folder);
