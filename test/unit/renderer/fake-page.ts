import type { Note, Page } from '../../../renderer/stores/page.ts';

/** A window that only remembers what it was asked to do. */
export class FakePage implements Page {
  readonly visited: string[] = [];
  readonly opened: string[] = [];
  readonly downloaded: string[] = [];
  readonly notes: Note[] = [];
  copied = '';
  blocksTabs = false;
  onDirectorsComputer = true;

  go(path: string): void {
    this.visited.push(path);
  }

  openExternal(url: string): boolean {
    if (!this.blocksTabs) this.opened.push(url);
    return !this.blocksTabs;
  }

  download(path: string): void {
    this.downloaded.push(path);
  }

  save(filename: string, content: string | Uint8Array): void {
    const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
    this.copied = `${filename}: ${text}`;
  }

  async copy(text: string): Promise<void> {
    this.copied = text;
  }

  notify(note: Note): void {
    this.notes.push(note);
  }
}
