import { vi } from 'vitest';
import { createModel, type Model } from '../../../renderer/stores/model.ts';
import { FakeDirector } from './fake-director.ts';
import { FakePage } from './fake-page.ts';
import { makeApplication, makeNode, makeService, runningManager, serving } from './fake-world.ts';

export interface Connected {
  director: FakeDirector;
  page: FakePage;
  model: Model;
}

/** A model over a Fake Director, not connected yet. */
export function disconnected(launchToken: string | null = null): Connected {
  const director = new FakeDirector();
  const page = new FakePage();
  const model = createModel({ transport: director, openStream: director.openStream, page, launchToken });
  return { director, page, model };
}

/** A model that has read everything. @param prepare fills the Director's world first */
export async function connected(prepare?: (director: FakeDirector) => void): Promise<Connected> {
  const parts = disconnected();
  prepare?.(parts.director);
  await parts.model.connection.connect();
  await vi.waitUntil(() => parts.model.connection.store.getState().phase === 'online');
  return parts;
}

/** An application "Shop" that runs, with one running PHP service on a packed node. */
export function shop({ world }: FakeDirector): void {
  world.applications.set(1, makeApplication(1, 'Shop', runningManager));
  world.services.set('1/1', makeService(1, 1, 'Front', serving));
  world.nodes.set('1/1', [makeNode(1, ['proxy', 'web', 'backend'])]);
}
