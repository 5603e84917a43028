import type { ModelSchema } from '../../src/kernel/read-model';
import type { ReadStore } from '../../src/kernel/read-store';

/** Gives up builds whose checkpoint a store has lost: nobody knows how far they are. */
export const discardBroken = async (reads: ReadStore, schema: ModelSchema): Promise<void> => {
  for (const build of await reads.builds(schema.name)) {
    if ((await reads.table(schema, build).checkpoint()) === undefined) await reads.discard(build);
  }
};
