import type { StreamEntry } from '../../kernel/facts/stream-entry';
import type { Position } from '../../kernel/position';
import type { RecordedEvent } from '../../kernel/recorded-event';

/** A piece of the log: its facts, what in our streams is none, and where it ends; undefined where there is nothing. */
export interface LogPage {
  readonly facts: readonly RecordedEvent[];
  readonly passed: readonly StreamEntry[];
  readonly last: Position | undefined;
}

export const logPageOf = (entries: readonly StreamEntry[], last: Position | undefined): LogPage => ({
  facts: entries.flatMap(({ event }) => event ?? []),
  passed: entries.filter(({ event }) => event === undefined),
  last,
});
