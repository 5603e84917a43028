import { plusDays } from '../../kernel/time';

/** Which backups are to go: beyond the newest so many, or made so many days ago. The newest one always stays. */
export interface Pruning {
  readonly keep?: number | undefined;
  readonly olderThanDays?: number | undefined;
}

/** Ids of those that go. `backups`: newest first. */
export const prunable = (
  backups: readonly { readonly id: string; readonly madeAt: string }[],
  { keep, olderThanDays }: Pruning,
  now: string,
): readonly string[] =>
  backups
    .filter(({ madeAt }, place) => {
      const isBeyond = keep !== undefined && place >= keep;
      const isOld = olderThanDays !== undefined && plusDays(madeAt, olderThanDays) <= now;
      return place > 0 && (isBeyond || isOld);
    })
    .map(({ id }) => id);
