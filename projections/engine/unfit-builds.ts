import { StoreDamaged } from '../../src/kernel/store-errors';
import type { ModelSchema } from '../../src/kernel/read-model';
import type { ReadStore } from '../../src/kernel/read-store';

/** What is said of a read model that a later release filled: this one would fill it wrongly. */
export const filledByNewer = (model: string, found: number | undefined, known: number): StoreDamaged =>
  new StoreDamaged(
    `the read model ${model} was filled by a newer version of Keyledger (${found}, this release knows ${known}); start that version, or delete the read models: they are rebuilt`,
  );

/** Gives up builds whose checkpoint a store has lost: nobody knows how far they are. */
export const discardBroken = async (reads: ReadStore, schema: ModelSchema): Promise<void> => {
  for (const build of await reads.builds(schema.name)) {
    if ((await reads.table(schema, build).checkpoint()) === undefined) await reads.discard(build);
  }
};
