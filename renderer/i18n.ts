import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import english from './locales/en.json' with { type: 'json' };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof english };
  }
}

// The texts are part of the bundle, so this is done at once and nothing has to wait for it.
void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: english } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The texts outside of components; components use useTranslation. */
export const t = i18next.t;
export { i18next };
