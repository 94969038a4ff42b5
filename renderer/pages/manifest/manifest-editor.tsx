import { setDiagnostics } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import { Text, useComputedColorScheme } from '@mantine/core';
import { type Ref, useEffect, useId, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManifestProblem } from '../../../director/contract/manifest-check.ts';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';
import { createEditor, themePart } from './editor/create-editor.ts';
import { editorTheme } from './editor/editor-theme.ts';
import { diagnosticsOf, offsetOf } from './editor/manifest-diagnostics.ts';
import classes from './manifest.module.css';

export interface EditorHandle {
  /** Puts the cursor where a problem is. */
  goTo(problem: ManifestProblem): void;
}

interface ManifestEditorProps {
  ref: Ref<EditorHandle>;
  text: string;
  onChange: (text: string) => void;
  /** What is wrong with this very text; null while that is not known, when the marks of before stay. */
  problems: readonly ManifestProblem[] | null;
}

/** The text of a manifest with line numbers, completion by the schema of the Director, and marks where something is wrong. */
export function ManifestEditor({ ref, text, onChange, problems }: ManifestEditorProps) {
  const { t } = useTranslation();
  const { value: schema } = useEntry(useModel().manifestSchema, single);
  const dark = useComputedColorScheme('light') === 'dark';
  const keys = useId();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  // What the editor reads when it needs it, so that it is made only once.
  const latest = useRef({ schema, onChange, text, dark });
  latest.current = { schema, onChange, text, dark };
  const label = t('manifest.editor');

  useEffect(() => {
    if (!box.current) return;
    const editor = createEditor({
      parent: box.current,
      text: latest.current.text,
      dark: latest.current.dark,
      label,
      describedBy: keys,
      schemaOf: () => latest.current.schema,
      onChange: (typed) => latest.current.onChange(typed),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label, keys]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    view.current?.dispatch({ effects: themePart.reconfigure(editorTheme(dark)) });
  }, [dark]);

  useEffect(() => {
    const editor = view.current;
    if (editor && problems) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state.doc, problems)));
  }, [problems]);

  useImperativeHandle(ref, () => ({
    goTo(problem) {
      const editor = view.current;
      if (!editor) return;
      editor.dispatch({ selection: { anchor: offsetOf(editor.state.doc, problem) }, scrollIntoView: true });
      editor.focus();
    },
  }));

  return (
    <div>
      <div ref={box} className={classes.editor} />
      <Text id={keys} size="xs" c="dimmed" mt={6}>
        {t('manifest.keys')}
      </Text>
    </div>
  );
}
