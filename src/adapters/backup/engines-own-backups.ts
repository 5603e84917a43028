import type { Backups } from '../../kernel/operations';
import { StoreUnavailable } from '../../kernel/store-errors';

/** Where a store is an engine outside, its own tools copy it: see the operations manual for the order. */
export const enginesOwnBackups: Backups = {
  make: () =>
    Promise.reject(
      new StoreUnavailable('not all stores are embedded; back them up with the tools of their engines, material last'),
    ),
  list: async () => [],
  remove: async () => undefined,
};
