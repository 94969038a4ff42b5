import { expect, vi } from 'vitest';
import type { LegacyWorld, OldUser } from './legacy-world.ts';
import type { OldCredentials, OldRequest } from './old-client.ts';

/** A request as that user. */
export const as = (credentials: OldCredentials, form: Record<string, string> = {}): OldRequest => ({
  credentials,
  form,
});

/** What a client of ConPaaS 2.1 does again and again. @param world asked for at each call, as a test opens it late */
export function legacySteps(world: () => LegacyWorld) {
  const get = (path: string, credentials?: OldCredentials) => world().call('GET', path, { credentials });
  const post = (path: string, options: OldRequest = {}) => world().call('POST', path, options);
  const created = async (user: OldUser, name: string) =>
    ((await post('/createapp', as(user, { name }))).json as { aid: number }).aid;
  async function started(user: OldUser, name: string): Promise<number> {
    const aid = await created(user, name);
    expect((await post(`/startapp/${aid}`, as(user))).text).toBe('{}');
    await running(user, aid);
    return aid;
  }
  const running = (user: OldUser, aid: number) =>
    vi.waitFor(async () => expect((await applications(user)).find((one) => one.aid === aid)?.status).toBe('RUNNING'), {
      timeout: 30_000,
    });
  const applications = async (user: OldUser) =>
    (await get('/listapp', user)).json as {
      aid: number;
      name: string;
      status: string;
      manager: string;
      vmid: string;
    }[];
  return { get, post, created, started, running, applications };
}
