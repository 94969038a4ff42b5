import { createContext, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import type { Collection } from './stores/collection.ts';
import type { Model } from './stores/model.ts';
import type { Entry, Resource } from './stores/resource.ts';

const ModelContext = createContext<Model | null>(null);
export const ModelProvider = ModelContext.Provider;

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (!model) throw new Error('useModel is used outside of ModelProvider');
  return model;
}

const loading: Entry<never> = { loading: true };

/** An entry of a resource; it is read, and kept true, while the component is shown. */
export function useEntry<T>(resource: Resource<T>, key: string): Entry<T> {
  useEffect(() => resource.watch(key), [resource, key]);
  return useStore(resource.store, (state) => state.entries[key]) ?? loading;
}

/** All items of a collection by their key. */
export function useItems<T>(collection: Collection<T>): Readonly<Record<string, T>> {
  return useStore(collection.store, (state) => state.items);
}

export function useItem<T>(collection: Collection<T>, key: string | number): T | undefined {
  return useStore(collection.store, (state) => state.items[key]);
}
