import {
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { manifestLimits } from '../contract/manifest.ts';
import type { ManifestProblem } from '../contract/manifest-check.ts';

export type Path = readonly (string | number)[];

/** "Services[0].StartupInstances.backend" */
export function fieldOf(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** The words of jsonc-parser's codes: "PropertyNameExpected" is "property name expected". */
function inWords(code: string): string {
  return code.replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/** The parser calls itself for each level, so the levels are counted before by the scanner, which does not. */
function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text[scanner.getTokenOffset()];
    if (first === '{' || first === '[') depth += 1;
    if (first === '}' || first === ']') depth -= 1;
    if (depth > manifestLimits.depth) return scanner.getTokenOffset();
  }
  return undefined;
}

/** The text of a manifest as JSON, with the place of everything in it. */
export class ManifestText {
  /** What is wrong with the text as JSON; then nothing of it is looked at further. */
  readonly problems: ManifestProblem[] = [];
  /** What it says, unchecked; undefined where it is no JSON. */
  readonly value: unknown;
  readonly #text: string;
  readonly #lineStarts: number[] = [0];
  readonly #root: Node | undefined;

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
    this.#root = this.#parse();
    if (!this.#root) return;
    this.#findLost(this.#root, []);
    this.value = getNodeValue(this.#root);
  }

  #parse(): Node | undefined {
    const text = this.#text;
    const { characters, depth } = manifestLimits;
    if (text.trim() === '') return this.#refuse(0, '"manifest" is a required argument');
    if (text.length > characters)
      return this.#refuse(0, `A manifest has at most ${characters} characters; this one has ${text.length}`);
    const deep = tooDeepAt(text);
    if (deep !== undefined)
      return this.#refuse(deep, `Lists and objects within each other go at most ${depth} levels deep`);
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
    for (const { error, offset } of errors)
      this.#refuse(offset, `Error parsing json: ${inWords(printParseErrorCode(error))}`);
    return errors.length > 0 ? undefined : root;
  }

  /** @param place the value at the path, or the name before it; what is not there is shown where it is missing */
  problem(
    severity: ManifestProblem['severity'],
    path: Path,
    message: string,
    options: { hint?: string | undefined; place?: 'value' | 'name' } = {},
  ): ManifestProblem {
    const { hint, place = 'value' } = options;
    const found = { severity, ...this.#position(this.#offset(path, place)), field: fieldOf(path), message };
    return hint === undefined ? found : { ...found, hint };
  }

  #offset(path: Path, place: 'value' | 'name'): number {
    if (!this.#root) return 0;
    const node = findNodeAtLocation(this.#root, [...path]);
    if (!node) return path.length === 0 ? this.#root.offset : this.#offset(path.slice(0, -1), 'value');
    return place === 'name' && node.parent?.type === 'property' ? node.parent.offset : node.offset;
  }

  #position(offset: number): { line: number; column: number } {
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  #refuse(offset: number, message: string): undefined {
    this.problems.push({
      severity: 'error',
      ...this.#position(Math.min(offset, this.#text.length)),
      field: '',
      message,
    });
  }

  /** Names that would get lost: JSON takes the last of two equal ones, and JavaScript keeps one for itself. */
  #findLost(node: Node, path: Path): void {
    const seen = new Set(['__proto__']);
    for (const [index, child] of (node.children ?? []).entries()) {
      const [name, value] = node.type === 'object' ? (child.children ?? []) : [undefined, child];
      const part = typeof name?.value === 'string' ? name.value : index;
      if (typeof part === 'string' && seen.has(part)) {
        const message = part === '__proto__' ? `"${part}" cannot be a name` : `"${part}" is there twice`;
        const at = this.#position(child.offset);
        this.problems.push({ severity: 'error', ...at, field: fieldOf([...path, part]), message });
      }
      if (typeof part === 'string') seen.add(part);
      if (value) this.#findLost(value, [...path, part]);
    }
  }
}
