import type { ResolvedEvent } from '@eventstore/db-client';
import { earlierFrom, type EarlierAppend, type FoundEvent, type SoughtAppend } from './earlier';
import type { Reads } from './reads';
import { fromStoredEvent } from './stored-event';
import { madeAt } from './stored-id';

const FIRST_PAGE = 32;
const NEXT_PAGES = 500;
/** How far clocks of nodes and servers may be apart. */
const CLOCKS_MS = 5 * 60_000;

/** The event under the id its writer gave it. */
export const foundIn = (resolved: ResolvedEvent): readonly [string, FoundEvent] | undefined => {
  const event = fromStoredEvent(resolved);
  // Whosever it is: what stands between ours has a revision too.
  return event === undefined
    ? undefined
    : [event.id, { revision: event.revision, position: event.position, storedId: resolved.event?.id ?? '' }];
};

const inStream = (resolved: ResolvedEvent) => ({
  found: foundIn(resolved),
  revision: Number(resolved.event?.revision ?? -1),
  createdAt: resolved.event?.created.getTime() ?? -Infinity,
});

/** Looks for events whose ids tell their age, backwards to events that are older: the server has no index by id. */
export class StreamSearch {
  constructor(private readonly reads: Reads) {}

  /** Throws what `earlierFrom` and reads throw. */
  async find(sought: SoughtAppend): Promise<EarlierAppend> {
    const { stream, ids } = sought;
    const oldest = Math.min(...ids.map((id) => madeAt(id) ?? -Infinity)) - CLOCKS_MS;
    const found = new Map<string, FoundEvent>();
    let last: number | undefined;
    for (let from: number | undefined, limit = FIRST_PAGE; from === undefined || from >= 0; limit = NEXT_PAGES) {
      const start = from === undefined ? {} : { from };
      const page = await this.reads.stream(stream, { limit, direction: 'backwards', ...start }, inStream);
      last ??= page[0]?.revision ?? -1;
      for (const [id, event] of page.map(({ found: told }) => told).filter((it) => it !== undefined)) {
        if (ids.includes(id)) found.set(id, event);
      }
      const end = page.at(-1);
      if (end === undefined || page.length < limit || found.size === ids.length || end.createdAt < oldest) {
        break;
      }
      from = end.revision - 1;
    }
    return earlierFrom(sought, found, last ?? -1);
  }
}
