import { ConpaasError } from '../contract/errors.ts';
import { type ArchiveLimits, tooLarge } from './limits.ts';
import type { Member } from './member.ts';
import { checkLink, safePath, shortened } from './safe-path.ts';

/** A member that was found harmless, and what must be made for it. Paths are relative, with slashes. */
export interface Placed {
  kind: 'file' | 'folder' | 'symlink' | 'hardlink';
  path: string;
  /** Folders that do not exist yet, outermost first; the member itself when it is a folder. */
  newFolders: readonly string[];
  /** There is a file at this path already, from an earlier member of the same name. */
  replaces: boolean;
  /** Of a symlink as written; of a hardlink the path of an earlier file. */
  target: string;
}

export interface LayoutOptions {
  limits: ArchiveLimits;
  /** Name of the archive, for messages. */
  file: string;
  /** Folder of the archive that is to become the top; what is beside it is left out. */
  root?: string | undefined;
}

// Finder adds it to every zip; it holds what only macOS reads, and is no part of what was packed.
const finderFolder = '__MACOSX';

/** Knows what an archive has brought so far; refuses whatever would leave the tree or go beyond the limits. */
export class Layout {
  readonly #options: LayoutOptions;
  readonly #root: readonly string[];
  readonly #kinds = new Map<string, 'file' | 'folder' | 'symlink'>();
  #bytes = 0;
  #members = 0;

  constructor(options: LayoutOptions) {
    this.#options = options;
    this.#root = options.root === undefined ? [] : safePath(options.root, options.file);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get files(): number {
    return [...this.#kinds.values()].filter((kind) => kind !== 'folder').length;
  }

  /** The only thing at the top, when that is a folder. */
  get subfolder(): string | null {
    const [first, second] = [...this.#kinds.keys()].filter((path) => !path.includes('/'));
    return first !== undefined && second === undefined && this.#kinds.get(first) === 'folder' ? first : null;
  }

  /** Counts bytes as they are unpacked. @throws ConpaasError ARCHIVE_TOO_LARGE */
  count(bytes: number): void {
    this.#bytes += bytes;
    const { limits } = this.#options;
    if (this.#bytes > limits.bytes) throw tooLarge(limits);
  }

  /**
   * @returns undefined for a member for which nothing is to be made
   * @throws ConpaasError ARCHIVE_PATH, ARCHIVE_LINK, ARCHIVE_SPECIAL, ARCHIVE_TOO_MANY or ARCHIVE_DAMAGED
   */
  place(member: Member): Placed | undefined {
    this.#members++;
    this.#checkNumber();
    const all = safePath(member.name, this.#options.file);
    if (member.kind === 'special') {
      throw new ConpaasError('ARCHIVE_SPECIAL', {
        member: shortened(member.name),
        kind: member.what ?? 'special file',
      });
    }
    const parts = this.#below(all);
    if (!parts || parts.length === 0) return undefined;
    const target = this.#targetOf(member, parts);
    const path = parts.join('/');
    const newFolders = this.#makeFolders(parts.slice(0, -1));
    const before = this.#kinds.get(path);
    const isFolder = member.kind === 'folder';
    if (before !== undefined && isFolder !== (before === 'folder')) throw this.#ambiguous(path);
    if (isFolder && before === undefined) newFolders.push(path);
    this.#remember(path, member.kind === 'hardlink' ? 'file' : member.kind);
    return { kind: member.kind, path, newFolders, replaces: before === 'file', target };
  }

  /** What is left of a path under the root. @returns undefined for what is beside it */
  #below(parts: string[]): string[] | undefined {
    if (parts[0] === finderFolder) return undefined;
    return this.#root.every((part, index) => parts[index] === part) ? parts.slice(this.#root.length) : undefined;
  }

  #targetOf(member: Member, parts: readonly string[]): string {
    const target = member.target ?? '';
    if (member.kind === 'symlink') checkLink(parts, target);
    if (member.kind !== 'hardlink') return target;
    const linked = this.#linkedFile(target);
    if (linked === undefined || linked === parts.join('/')) {
      throw new ConpaasError('ARCHIVE_LINK', { member: shortened(member.name), target: shortened(target) });
    }
    return linked;
  }

  /** Hard links name another member by its path from the top. @returns undefined unless that is a file unpacked before */
  #linkedFile(target: string): string | undefined {
    try {
      const path = this.#below(safePath(target, this.#options.file))?.join('/');
      return path !== undefined && this.#kinds.get(path) === 'file' ? path : undefined;
    } catch {
      return undefined;
    }
  }

  #makeFolders(parts: readonly string[]): string[] {
    const made: string[] = [];
    let path = '';
    for (const part of parts) {
      path = path === '' ? part : `${path}/${part}`;
      const kind = this.#kinds.get(path);
      if (kind !== undefined && kind !== 'folder') throw this.#ambiguous(path);
      if (kind === undefined) {
        made.push(path);
        this.#remember(path, 'folder');
      }
    }
    return made;
  }

  #remember(path: string, kind: 'file' | 'folder' | 'symlink'): void {
    this.#kinds.set(path, kind);
    this.#checkNumber();
  }

  /** Both numbers count: members may repeat one name, and one member may need many folders. */
  #checkNumber(): void {
    const limit = this.#options.limits.files;
    if (Math.max(this.#members, this.#kinds.size) > limit) throw new ConpaasError('ARCHIVE_TOO_MANY', { limit });
  }

  #ambiguous(path: string): ConpaasError {
    const why = `"${shortened(path)}" is a folder and something else too`;
    return new ConpaasError('ARCHIVE_DAMAGED', { file: this.#options.file, why });
  }
}
