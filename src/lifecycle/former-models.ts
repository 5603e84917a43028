import { FORMER_MODELS } from '../../projections/catalog';
import { buildLeaseOf, SHARED_BY_DEFAULT } from '../../projections/engine/shared-projection';
import type { Lease } from '../kernel/lease';
import type { ReadStore } from '../kernel/read-store';

/** Drops read models that this release has no more, unless a node of an older one still fills them: then the next start does. */
export const dropFormerModels = async (reads: ReadStore, lease: Lease | undefined): Promise<void> => {
  for (const model of FORMER_MODELS) {
    for (const build of await reads.builds(model)) {
      const mayDrop =
        lease === undefined || (await lease.hold(buildLeaseOf(model, build.version), SHARED_BY_DEFAULT.ttlMs));
      if (mayDrop) await reads.discard(build);
    }
  }
};
