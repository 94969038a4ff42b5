/** The part of Electron's template items that is used here. */
export interface MenuItem {
  label?: string;
  role?:
    | 'about'
    | 'close'
    | 'copy'
    | 'cut'
    | 'hide'
    | 'hideOthers'
    | 'minimize'
    | 'paste'
    | 'quit'
    | 'redo'
    | 'resetZoom'
    | 'selectAll'
    | 'services'
    | 'toggleDevTools'
    | 'togglefullscreen'
    | 'undo'
    | 'unhide'
    | 'zoom'
    | 'zoomIn'
    | 'zoomOut';
  type?: 'separator';
  accelerator?: string;
  click?: () => void;
  submenu?: MenuItem[];
}

export interface MenuActions {
  reload(): void;
  openInBrowser(): void;
  showData(): void;
  showWebsite(): void;
}

const separator: MenuItem = { type: 'separator' };

/** The menu of the program as data. */
export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItem[] {
  const isMac = platform === 'darwin';
  const program: MenuItem[] = [
    { label: 'Open in the Browser', click: actions.openInBrowser },
    { label: 'Show the Data Folder', click: actions.showData },
  ];
  const own: MenuItem = {
    label: 'ConPaaS Nutshell',
    submenu: [
      { role: 'about' },
      separator,
      ...program,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  const file: MenuItem = { label: '&File', submenu: [...program, separator, { role: 'quit' }] };
  return [
    isMac ? own : file,
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        { label: 'Reload', accelerator: 'CmdOrCtrl+R', click: actions.reload },
        { role: 'toggleDevTools' },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: '&Window',
      submenu: [{ role: 'minimize' }, ...(isMac ? [{ role: 'zoom' } as const] : []), { role: 'close' }],
    },
    { label: '&Help', submenu: [{ label: 'ConPaaS on the Web', click: actions.showWebsite }] },
  ];
}
