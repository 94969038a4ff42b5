import { single } from '../stores/mirror.ts';
import type { Model } from '../stores/model.ts';

/** How many nodes a service of this type starts with; undefined until the types were read. */
export function startingNodesOf(type: string, { serviceTypes }: Pick<Model, 'serviceTypes'>): number | undefined {
  return serviceTypes.entry(single).value?.find((description) => description.type === type)?.startingNodes;
}
