import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

const raised = {
  backgroundColor: 'var(--mantine-color-body)',
  color: 'var(--mantine-color-text)',
  border: '1px solid var(--mantine-color-default-border)',
  borderRadius: 'var(--mantine-radius-sm)',
  boxShadow: 'var(--mantine-shadow-md)',
};

/** The editor in the colours of the pages: variables that follow the colour scheme and the contrast by themselves. */
export function editorTheme(dark: boolean): Extension {
  return EditorView.theme(
    {
      '&': {
        color: 'var(--mantine-color-text)',
        backgroundColor: 'var(--editor-canvas)',
        border: '1px solid var(--mantine-color-default-border)',
        borderRadius: 'var(--mantine-radius-md)',
        fontSize: '0.8125rem',
      },
      '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-1px' },
      '.cm-scroller': {
        fontFamily: 'var(--mantine-font-family-monospace)',
        lineHeight: '1.6',
        minHeight: '22rem',
        maxHeight: 'max(22rem, calc(100vh - 20rem))',
        overflow: 'auto',
      },
      '.cm-content': { caretColor: 'var(--mantine-color-text)', padding: '0.5rem 0' },
      '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--mantine-color-text)', borderLeftWidth: '2px' },
      '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
        backgroundColor: 'color-mix(in srgb, var(--flow) 30%, transparent)',
      },
      '.cm-gutters': {
        backgroundColor: 'transparent',
        color: 'var(--mantine-color-dimmed)',
        border: 'none',
        paddingLeft: '0.25rem',
      },
      '.cm-activeLine, .cm-activeLineGutter': {
        backgroundColor: 'color-mix(in srgb, var(--flow) 8%, transparent)',
      },
      '&.cm-focused .cm-matchingBracket': {
        backgroundColor: 'transparent',
        outline: '1px solid var(--mantine-color-dimmed)',
      },
      '.cm-json-name': { color: 'var(--busy-ink)' },
      '.cm-json-text': { color: 'var(--good-ink)' },
      '.cm-json-value': { color: 'var(--warn-ink)' },
      '.cm-tooltip': raised,
      '.cm-tooltip.cm-tooltip-autocomplete > ul': {
        fontFamily: 'var(--mantine-font-family-monospace)',
        maxHeight: '16em',
      },
      '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.5rem' },
      '.cm-tooltip-autocomplete ul li[aria-selected]': {
        backgroundColor: 'var(--mantine-primary-color-filled)',
        color: '#ffffff',
      },
      '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.8' },
      '.cm-tooltip.cm-completionInfo': { ...raised, maxWidth: '22rem', padding: '0.5rem 0.625rem' },
      '.cm-diagnostic': { padding: '0.375rem 0.625rem', maxWidth: '28rem' },
      '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad-ink)' },
      '.cm-diagnostic-warning': { borderLeft: '3px solid var(--warn-ink)' },
      // The marks beside and below words that CodeMirror draws are pictures of one colour each; these follow the scheme.
      '.cm-lint-marker': { content: 'none', width: '0.7em', height: '0.7em', marginTop: '0.35em' },
      '.cm-lint-marker-error': { borderRadius: '50%', backgroundColor: 'var(--bad-ink)' },
      '.cm-lint-marker-warning': { clipPath: 'polygon(50% 0, 100% 100%, 0 100%)', backgroundColor: 'var(--warn-ink)' },
      '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy 1px var(--bad-ink)' },
      '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy 1px var(--warn-ink)' },
    },
    { dark },
  );
}
