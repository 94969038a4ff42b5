/** What is needed of Electron's Session. Electron's own types name more kinds and details. */
export interface PermissionSession {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, answer: (granted: boolean) => void, details: Request) => void,
  ): void;
  setPermissionCheckHandler(handler: (contents: unknown, permission: string, origin: string) => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
}
interface Request {
  requestingUrl: string;
}

/** Copying a command, and telling that a long task has ended. */
const granted = new Set(['clipboard-sanitized-write', 'notifications']);

/** Denies pages everything but what ours need, and everything to others. */
export class PermissionPolicy {
  readonly #isOwn: (url: string) => boolean;

  constructor(isOwn: (url: string) => boolean) {
    this.#isOwn = isOwn;
  }

  allows(permission: string, url: string): boolean {
    return granted.has(permission) && this.#isOwn(url);
  }

  attach(session: PermissionSession): void {
    session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
      answer(this.allows(permission, requestingUrl)),
    );
    session.setPermissionCheckHandler((_contents, permission, origin) => this.allows(permission, origin));
    session.setDevicePermissionHandler(() => false);
  }
}
