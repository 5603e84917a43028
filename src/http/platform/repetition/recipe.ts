import type { Command, Query } from '@nestjs/cqrs';
import type { Context } from '../../../kernel/context';
import type { Position } from '../../../kernel/position';
import { created, type Reply } from '../../reply/reply';

/** What a POST left behind: enough to answer it, the first time and when it comes again with its `Idempotency-Key`. */
export interface Made {
  readonly context: Context;
  /** Ids of what was made, as the receipt keeps them; never a secret. */
  readonly ids: Readonly<Record<string, string>>;
  /** Of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly position: Position;
  /** RFC 3339. */
  readonly now: string;
}

/**
 * How a POST is answered from what it made. The answer itself is not kept (it may hold a secret, and things move on): it is
 * asked for again.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- recipes of every answer stand in one table
export interface Recipe<Found = any> {
  /** What is asked; a command where looking is a fact (a value is disclosed again). */
  readonly ask?: (made: Made) => Query<Found> | Command<Found>;
  /** Models that must have the write before it is asked. */
  readonly reads?: readonly string[];
  readonly reply: (found: Found, made: Made) => Reply;
}

interface Thing {
  readonly item: unknown;
  readonly revision: number;
}

/** 201 with the thing made, its place and its ETag. `at`: its path, below `/api/v1`. */
export const thingMade = (
  reads: readonly string[],
  ask: (made: Made) => Query<Thing>,
  at: (made: Made) => string,
): Recipe<Thing> => ({
  reads,
  ask,
  reply: ({ item, revision }, made) => created(at(made), item, { ids: made.ids, position: made.position, revision }),
});
