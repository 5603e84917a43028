import type { Command, Query } from '@nestjs/cqrs';
import type { Context } from '../../../kernel/context';
import type { Position } from '../../../kernel/position';
import { accepted, answered, created, type Reply } from '../../reply/reply';

/** What a POST left behind: enough to answer it, the first time and when it comes again with its `Idempotency-Key`. */
export interface Made {
  readonly context: Context;
  /** Ids of what was made, as the receipt keeps them; never a secret. */
  readonly ids: Readonly<Record<string, string>>;
  /** Of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly position: Position;
  /** What was asked for, judged; the same each time. */
  readonly body: unknown;
  /** RFC 3339. */
  readonly now: string;
}

/**
 * How a POST is answered from what it made. The answer itself is not kept (it may hold a secret, and things move on): it is
 * asked for again.
 */
export interface Recipe<Found = unknown> {
  /** What is asked; a command where looking is a fact (a value is disclosed again). */
  readonly ask?: (made: Made) => Query<Found> | Command<Found>;
  /** Models that must have the write before it is asked. */
  readonly reads?: readonly string[];
  /** Of what its own `ask` finds; a method, so that recipes of every answer can stand in one table. */
  reply(found: Found, made: Made): Reply;
}

/** A recipe, its answer's type inferred from what is asked. */
export const recipe = <Found>(stated: Recipe<Found>): Recipe<Found> => stated;

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

/** 200 with the thing as it is now. */
export const thingChanged = (reads: readonly string[], ask: (made: Made) => Query<Thing>): Recipe<Thing> => ({
  reads,
  ask,
  reply: ({ item, revision }, { ids, position }) => answered(item, { ids, position, revision }),
});

/** 202 with what is found. */
export const acceptedAs = <Found>(reads: readonly string[], ask: (made: Made) => Query<Found>): Recipe<Found> => ({
  reads,
  ask,
  reply: (found, { ids, position }) => accepted(found, { ids, position }),
});

/** 202 with the ids made: there is nothing else to tell yet. */
export const idsAccepted: Recipe<undefined> = { reply: (_, { ids, position }) => accepted(ids, { ids, position }) };
