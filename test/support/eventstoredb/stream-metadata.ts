import type { StoredEvent } from './stored-event';

interface Limits {
  readonly $maxCount?: number;
  readonly $maxAge?: number;
  readonly $tb?: number;
}

/** A stream deleted softly is truncated before the largest revision there is. */
export const DELETED_BEFORE = Number.MAX_SAFE_INTEGER;

export const limitsOf = (metadata: StoredEvent | undefined): Limits =>
  metadata === undefined || metadata.data.length === 0 ? {} : (JSON.parse(metadata.data.toString('utf8')) as Limits);

/** What a stream's metadata leaves to be read of it. `$all` shows the rest until it is scavenged. */
export const visible = (
  events: readonly StoredEvent[],
  { $maxCount, $maxAge, $tb = 0 }: Limits,
): readonly StoredEvent[] => {
  if ($maxCount === undefined && $maxAge === undefined && $tb === 0) {
    return events;
  }
  const from = Math.max($tb, events.length - ($maxCount ?? events.length));
  const since = $maxAge === undefined ? 0 : (Date.now() - $maxAge * 1000) * 10_000;
  return events.filter(({ revision, created }) => revision >= from && Number(created) >= since);
};
