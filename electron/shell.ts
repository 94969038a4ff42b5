import { join } from 'node:path';
import { app, dialog, ipcMain, Menu, session, shell } from 'electron';
import { openInBrowser } from '../director/installation/browser.ts';
import { dataDirectoryPath } from '../director/installation/data-directory.ts';
import { program } from '../director/installation/programs.ts';
import { menuTemplate } from './application-menu.ts';
import { signedInClient } from './director-client.ts';
import { DirectorProcess, type Ready } from './director-process.ts';
import { ExternalLinks } from './external-links.ts';
import { registerIpc } from './ipc-registry.ts';
import { MainWindow, showFolder } from './main-window.ts';
import { NavigationGuard } from './navigation-guard.ts';
import { nodeChild } from './node-child.ts';
import { PageRecovery } from './page-recovery.ts';
import { PermissionPolicy } from './permission-policy.ts';
import { directorGonePage, type PlainAction, pageGonePage, startingPage } from './plain-page.ts';
import { QuitQuestion } from './quit-question.ts';
import { QuitSequence } from './quit-sequence.ts';
import { RestartPolicy } from './restart-policy.ts';
import { WindowState } from './window-state.ts';

const website = 'https://www.conpaas.eu/';

function later(callback: () => void, milliseconds: number): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}

/** The composition root of the shell: everything that Electron does, wired by hand. Called when Electron is ready. */
export class Shell {
  readonly #dataDirectory: string | undefined;
  readonly #recovery = new PageRecovery();
  readonly #director: DirectorProcess;
  readonly #quit: QuitSequence;
  readonly #links: ExternalLinks;
  readonly #window: MainWindow;
  #ready: Ready | undefined;

  /** @param dataDirectory what the user chose with --data-dir */
  constructor(dataDirectory: string | undefined) {
    this.#dataDirectory = dataDirectory;
    this.#links = new ExternalLinks({
      open: (url) => shell.openExternal(url),
      confirm: (url) => this.#confirmLink(url),
    });
    this.#director = new DirectorProcess({
      spawn: () => this.#spawnDirector(),
      restarts: new RestartPolicy(),
      later,
      onReady: (ready) => this.#directorReady(ready),
      // The page itself shows that it waits for the Director, and goes on by itself.
      onRestart: () => undefined,
      onGivenUp: (failure) => this.#window.show(directorGonePage(failure)),
    });
    this.#quit = new QuitSequence({
      ask: () => this.#quitQuestion().ask(),
      stop: (applications) => this.#director.stop(applications),
      onStopping: (applications) => this.#stopping(applications),
      leave: () => this.#leave(),
    });
    this.#protect();
    this.#window = new MainWindow({
      preload: join(import.meta.dirname, 'preload.cjs'),
      state: new WindowState(join(app.getPath('userData'), 'window.json')),
      onPlainAction: (action) => this.#plainAction(action),
      onCrash: (reason) => this.#pageCrashed(reason),
      onCloseWanted: () => this.quit(),
    });
    this.#setMenu();
  }

  start(): void {
    this.#window.show(startingPage);
    this.#director.start();
  }

  bringToFront(): void {
    this.#window.bringToFront();
  }

  /** Asks what is to become of running applications, and ends. */
  quit(): void {
    void this.#quit.begin();
  }

  #protect(): void {
    const guard = new NavigationGuard({
      origin: () => this.#ready && new URL(this.#ready.uiUrl).origin,
      openExternal: (url) => void this.#links.open(url),
    });
    app.on('web-contents-created', (_event, contents) => guard.attach(contents));
    const isOwn = (url: string) => guard.isOwn(url);
    new PermissionPolicy(isOwn).attach(session.defaultSession);
    registerIpc(ipcMain, { 'open-external': (url) => this.#links.open(url) }, isOwn);
  }

  #spawnDirector() {
    const { node, entry, execArgv } = program('director');
    const args = this.#dataDirectory === undefined ? [] : ['--data-dir', this.#dataDirectory];
    return nodeChild({ node, entry, execArgv, args, environment: process.env });
  }

  #directorReady(ready: Ready): void {
    const before = this.#ready;
    this.#ready = ready;
    // After a restart at the same place the page's session is still good, and what the user was doing stays.
    if (before?.uiUrl !== ready.uiUrl) this.#window.load(ready.launchUrl);
  }

  async #confirmLink(url: string): Promise<boolean> {
    const { response } = await dialog.showMessageBox(this.#window.handle, {
      type: 'question',
      message: 'Open this address in the browser?',
      detail: url,
      buttons: ['Open', 'Cancel'],
      defaultId: 0,
      cancelId: 1,
    });
    return response === 0;
  }

  #quitQuestion(): QuitQuestion {
    const client = async () => signedInClient(await this.#director.launchUrl());
    return new QuitQuestion({
      know: async () => {
        const director = await client();
        const [{ onQuit }, applications] = await Promise.all([director.getSettings(), director.listApplications()]);
        return { onQuit, running: applications.filter(({ manager }) => manager !== null).map(({ name }) => name) };
      },
      show: (question) => dialog.showMessageBox(this.#window.handle, { type: 'question', ...question }),
      remember: async (onQuit) => {
        await (await client()).updateSettings({ body: { onQuit } });
      },
    });
  }

  #stopping(applications: 'keep' | 'stop'): void {
    const text = applications === 'stop' ? 'The applications are being stopped …' : 'The Director is ending …';
    this.#window.show({ title: 'ConPaaS Nutshell', text, buttons: [] });
  }

  #leave(): void {
    this.#window.close();
    // Not quit(): that would ask again.
    app.exit(0);
  }

  #pageCrashed(reason: string): void {
    const action = this.#recovery.crashed(reason);
    if (action === 'reload') this.#window.reload();
    if (action === 'plain page') this.#window.show(pageGonePage(reason));
  }

  #plainAction(action: PlainAction): void {
    if (action === 'quit') this.quit();
    if (action === 'logs') showFolder(join(dataDirectoryPath({ override: this.#dataDirectory }), 'logs'));
    if (action === 'retry') this.#retry();
  }

  #retry(): void {
    this.#recovery.forget();
    this.#window.show(startingPage);
    this.#director.launchUrl().then(
      (url) => this.#window.load(url),
      () => {
        this.#ready = undefined;
        this.#director.start();
      },
    );
  }

  #setMenu(): void {
    const template = menuTemplate(process.platform, {
      reload: () => this.#window.reload(),
      openInBrowser: () => this.#openInBrowser(),
      showData: () => showFolder(dataDirectoryPath({ override: this.#dataDirectory })),
      showWebsite: () => void this.#links.open(website),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  #openInBrowser(): void {
    const directory = dataDirectoryPath({ override: this.#dataDirectory });
    // Not by Electron's shell, which on Linux would put the launch token into the arguments of xdg-open.
    this.#director.launchUrl().then(
      (url) => openInBrowser(url, directory),
      () => undefined,
    );
  }
}
