import { type CSSVariablesResolver, createTheme } from '@mantine/core';
import { ember, ink, night, shell } from './colors.ts';

const system =
  'system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", Cantarell, Ubuntu, "Helvetica Neue", sans-serif';
const monospace =
  'ui-monospace, SFMono-Regular, "Cascadia Mono", "Segoe UI Mono", "Noto Sans Mono", "DejaVu Sans Mono", Menlo, monospace';

export const theme = createTheme({
  colors: { ink, gray: shell, dark: night, red: ember },
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 5 },
  fontFamily: system,
  fontFamilyMonospace: monospace,
  headings: {
    fontFamily: system,
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  shadows: {
    xs: '0 1px 2px rgb(35 33 30 / 6%)',
    sm: '0 1px 2px rgb(35 33 30 / 5%), 0 4px 14px rgb(35 33 30 / 5%)',
    md: '0 2px 6px rgb(35 33 30 / 6%), 0 12px 32px rgb(35 33 30 / 10%)',
  },
  components: {
    Button: { styles: { root: { flexShrink: 0 }, label: { fontWeight: 500 } } },
    NavLink: { styles: { root: { borderRadius: 'var(--mantine-radius-md)' } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 320 } },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.4 } },
      styles: { title: { fontWeight: 650, fontSize: '1.125rem' } },
    },
    Drawer: {
      defaultProps: { overlayProps: { backgroundOpacity: 0.4 } },
      styles: { title: { fontWeight: 650, fontSize: '1.125rem' } },
    },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
    Skeleton: { defaultProps: { radius: 'md' } },
  },
});

/** Where Mantine's own choices have too little contrast or do not know our colours. The rest is in base.css. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': shell[9],
    '--mantine-color-dimmed': shell[6],
    '--mantine-color-placeholder': shell[6],
    '--mantine-color-default-border': shell[3],
    '--mantine-color-error': '#b3261e',
    '--mantine-color-ink-text': ink[7],
    '--mantine-color-anchor': ink[7],
  },
  dark: {
    '--mantine-color-body': night[7],
    '--mantine-color-text': night[0],
    '--mantine-color-dimmed': night[2],
    '--mantine-color-placeholder': night[3],
    '--mantine-color-default-border': night[5],
    '--mantine-color-error': '#ff9d94',
    '--mantine-color-ink-light': '#2b3057',
    '--mantine-color-ink-light-hover': '#343a68',
    '--mantine-color-ink-text': ink[3],
    '--mantine-color-anchor': ink[3],
  },
});
