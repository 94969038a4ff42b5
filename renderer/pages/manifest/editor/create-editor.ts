import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { styleNonce } from '../../../theme/style-nonce.ts';
import { editorTheme } from './editor-theme.ts';
import { jsonHighlight } from './json-highlight.ts';
import { manifestCompletion, type SchemaSource } from './manifest-completion.ts';

/** What changes with the colour scheme. */
export const themePart = new Compartment();

export interface EditorParts {
  parent: HTMLElement;
  text: string;
  dark: boolean;
  /** Name for screen readers, and the id of the text that tells the keys. */
  label: string;
  describedBy: string;
  schemaOf: SchemaSource;
  onChange(text: string): void;
}

/** An editor for manifests. Its style elements carry the nonce of the content security policy. */
export function createEditor({ parent, text, dark, label, describedBy, schemaOf, onChange }: EditorParts): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(styleNonce()),
        themePart.of(editorTheme(dark)),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': describedBy }),
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        indentUnit.of('  '),
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        history(),
        json(),
        jsonHighlight,
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [manifestCompletion(schemaOf)], icons: false }),
        lintGutter(),
        // A file that is dropped here is opened by the page, not written into the text.
        EditorView.domEventHandlers({ drop: (event) => (event.dataTransfer?.files.length ?? 0) > 0 }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString());
        }),
        keymap.of([
          { key: 'Tab', run: acceptCompletion },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...historyKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
      ],
    }),
  });
}
