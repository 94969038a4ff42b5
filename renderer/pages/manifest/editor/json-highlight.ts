import { syntaxTree } from '@codemirror/language';
import { type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

const mark = (kind: string) => Decoration.mark({ class: `cm-json-${kind}` });
const marks: Readonly<Record<string, Decoration>> = {
  PropertyName: mark('name'),
  String: mark('text'),
  Number: mark('value'),
  True: mark('value'),
  False: mark('value'),
  Null: mark('value'),
};

/** Classes for the words of JSON, coloured by our own tokens in every colour scheme. */
export const jsonHighlight: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }

    update(update: ViewUpdate): void {
      const parsedMore = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || parsedMore) this.decorations = decorate(update.view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges)
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        const found = marks[node.name];
        if (found) builder.add(node.from, node.to, found);
      },
    });
  return builder.finish();
}
