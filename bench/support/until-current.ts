import type { Api } from './api';

interface ProjectionStates {
  readonly items: readonly { readonly lag: number; readonly state: string }[];
}

/** Events that the projection furthest behind has not applied yet. */
export const lagOf = async (call: Api): Promise<number> => {
  const { items } = await call<ProjectionStates>('GET', '/operations/projections');
  return Math.max(...items.map(({ lag }) => lag));
};

/** Waits until every projection has applied the whole log. */
export const untilCurrent = async (call: Api): Promise<void> => {
  while ((await lagOf(call)) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
