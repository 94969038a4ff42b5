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
import { styleNonce } from './theme/style-nonce.ts';
import { cssVariables, theme } from './theme/theme.ts';

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
