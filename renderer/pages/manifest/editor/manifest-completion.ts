import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { findNodeAtLocation, getLocation, getNodeValue, type JSONPath, parseTree } from 'jsonc-parser';
import { fieldsAt, type SchemaOption, valuesAt } from './schema-options.ts';

/** The schema that is completed by; undefined while it is read. */
export type SchemaSource = () => Readonly<Record<string, unknown>> | undefined;

/** Offers fields and values of the schema where they may be written. */
export function manifestCompletion(schemaOf: SchemaSource) {
  return (context: CompletionContext): CompletionResult | null => {
    const schema = schemaOf();
    const word = context.matchBefore(/"?[\w$.-]*/);
    if (!schema || !word || (word.from === word.to && !context.explicit)) return null;
    const text = context.state.doc.toString();
    const quoted = word.text.startsWith('"');
    const found = optionsAt(schema, text, context.pos);
    if (!found || found.options.length === 0) return null;
    return {
      from: quoted ? word.from + 1 : word.from,
      options: found.options.map((option) => completion(option, found.isField, quoted)),
      validFor: /^[\w$.-]*$/,
    };
  };
}

/** What may be written at a place of a text, which need not be valid JSON yet. */
export function optionsAt(
  schema: Readonly<Record<string, unknown>>,
  text: string,
  offset: number,
): { isField: boolean; options: SchemaOption[] } | undefined {
  const { path, isAtPropertyKey } = getLocation(text, offset);
  const root = parseTree(text);
  const valueAt = (place: JSONPath): unknown => {
    const node = root && findNodeAtLocation(root, place);
    return node && getNodeValue(node);
  };
  if (!isAtPropertyKey) return { isField: false, options: valuesAt(schema, path, valueAt) };
  return { isField: true, options: fieldsAt(schema, path.slice(0, -1), valueAt) };
}

/** "First volume" says no more than "FirstVolume". */
function sameWords(title: string, label: string): boolean {
  return title.replaceAll(' ', '').toLowerCase() === label.toLowerCase() || title === '';
}

/** @param quoted whether a quotation mark was typed already */
function completion(
  { label, title, description, skeleton }: SchemaOption,
  isField: boolean,
  quoted: boolean,
): Completion {
  const plain = label.startsWith('"') ? label.slice(1, -1) : label;
  const isText = isField || label.startsWith('"');
  return {
    label: plain,
    ...(sameWords(title, label) ? {} : { detail: title }),
    ...(description ? { info: description } : {}),
    type: isField ? 'property' : 'constant',
    apply(view, _completion, from, to) {
      const start = quoted && !isText ? from - 1 : from;
      const opening = isText && !quoted ? '"' : '';
      insert(view, start, to, {
        head: `${opening}${plain}${isText ? '"' : ''}`,
        skeleton: isField ? skeleton : null,
        quoted,
      });
    },
  };
}

interface Insertion {
  head: string;
  /** What the field begins with; null for a value. */
  skeleton: string | null;
  quoted: boolean;
}

/** Replaces what was typed, takes over a closing quotation mark that is there, and puts the cursor where one goes on. */
function insert(view: EditorView, from: number, to: number, { head, skeleton, quoted }: Insertion): void {
  const after = view.state.sliceDoc(to, to + 200);
  const end = quoted && after.startsWith('"') ? to + 1 : to;
  const hasColon = /^\s*:/.test(after.slice(end - to));
  const tail = skeleton === null || hasColon ? '' : `: ${skeleton}`;
  const inside = tail !== '' && skeleton ? 1 : 0;
  view.dispatch({
    changes: { from, to: end, insert: head + tail },
    selection: { anchor: from + head.length + tail.length - inside },
    userEvent: 'input.complete',
  });
}
