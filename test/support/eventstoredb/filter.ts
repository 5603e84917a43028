import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { StoredEvent } from './stored-event';

/** What a subscription wants of the log, and after how many events it is told how far it has come. */
export interface Filter {
  wants(event: StoredEvent): boolean;
  readonly window: number;
}

const DEFAULT_SEARCH_WINDOW = 32;

/** Undefined: no filter, and no checkpoints. */
export const filterOf = (options: ReadReq.Options): Filter | undefined => {
  const filter = options.getFilter();
  if (filter === undefined) {
    return undefined;
  }
  const byType = filter.getEventType();
  const expression = byType ?? filter.getStreamIdentifier();
  const text = (event: StoredEvent) => (byType === undefined ? event.stream : event.type);
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = expression?.getRegex() ?? '';
  const matches =
    prefixes.length > 0
      ? (event: StoredEvent) => prefixes.some((prefix) => text(event).startsWith(prefix))
      : (event: StoredEvent) => new RegExp(regex).test(text(event));
  const search = filter.getMax() === 0 ? DEFAULT_SEARCH_WINDOW : filter.getMax();
  return { wants: matches, window: search * Math.max(1, filter.getCheckpointintervalmultiplier()) };
};
