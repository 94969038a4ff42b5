import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** What is remembered of the window itself, in the browser's storage. The colour scheme is kept by Mantine. */
export interface Preferences {
  /** "system": more contrast when the system asks for it. */
  contrast: 'system' | 'more';
}

export const usePreferences = create<Preferences>()(
  persist((): Preferences => ({ contrast: 'system' }), { name: 'conpaas-preferences' }),
);
