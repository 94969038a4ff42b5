import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.layer.css';
import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.layer.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { PageBoundary } from './components/page-boundary.tsx';
import { i18next } from './i18n.ts';
import { ModelProvider } from './model-context.ts';
import type { Model } from './stores/model.ts';
import './theme/base.css';
import { cssVariables, theme } from './theme/theme.ts';

/** Nonce of the content security policy for the <style> elements that Mantine makes; the Director puts it into the page. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

/** Shows the UI of a model in an element. */
export function render(model: Model, element: HTMLElement): void {
  document.documentElement.lang = i18next.language;
  // Read by react-style-singleton, with which dialogs keep the page behind them from scrolling.
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
  createRoot(element).render(
    <StrictMode>
      <ModelProvider value={model}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          defaultColorScheme="auto"
          getStyleNonce={styleNonce}
        >
          <Notifications position="bottom-right" />
          <PageBoundary place="">
            <App />
          </PageBoundary>
        </MantineProvider>
      </ModelProvider>
    </StrictMode>,
  );
}
