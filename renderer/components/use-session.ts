import { useStore } from 'zustand';
import type { Session } from '../../director/contract/system.ts';
import { useModel } from '../model-context.ts';

/** Who is signed in; null before there is a session. */
export function useSession(): Session | null {
  return useStore(useModel().connection.store, ({ session }) => session);
}

/** Whether the pages for administrators are for this user. */
export function useIsAdministrator(): boolean {
  return useSession()?.role === 'administrator';
}
