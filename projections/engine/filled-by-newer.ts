import { StoreDamaged } from '../../src/kernel/store-errors';

/** What is said of a read model that a later release filled: this one would fill it wrongly. */
export const filledByNewer = (model: string, found: number | undefined, known: number): StoreDamaged =>
  new StoreDamaged(
    `the read model ${model} was filled by a newer version of Keyledger (${found}, this release knows ${known}); start that version, or delete the read models: they are rebuilt`,
  );
