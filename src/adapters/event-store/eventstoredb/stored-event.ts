import { jsonEvent, type EventData, type JSONType, type ResolvedEvent } from '@eventstore/db-client';
import type { WrittenFact } from '../../../kernel/facts/authentic-facts';
import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import type { Position } from '../../../kernel/position';
import { StoreDamaged } from '../../../kernel/store-errors';
import { positionAt } from './positions';
import { asServerSpells, idFrom, isMadeOnce, ourSpelling } from './stored-id';

/** What the server takes in one append, less what it weighs that we do not. */
const SERVER_BYTES = 1_040_000;

/**
 * What EventStoreDB and its users look for in an event's metadata under names of their own: `$by_correlation_id` links by them.
 * They repeat what the metadata says, and are neither read back nor covered by its code; ids are spelled as the server spells
 * them.
 */
const namesOfTheirs = ({ correlationId, causationId }: Record<string, JSONType>): Record<string, string> => ({
  ...(typeof correlationId === 'string' ? { $correlationId: correlationId } : {}),
  ...(typeof causationId === 'string' ? { $causationId: asServerSpells(causationId) } : {}),
});

/** As stored: with the event's id in the metadata, where the server holds another in its place. `ids` are those. */
export const toStoredEvents = (facts: readonly WrittenFact[], bytes: number, ids: readonly string[]): EventData[] => {
  const told = facts.map(({ metadata }) => JSON.parse(metadata) as Record<string, JSONType>);
  const added = told.map(namesOfTheirs);
  // An append that is nearly as large as one may be goes without: nobody decides by these names.
  const fits = bytes + added.reduce((sum, names) => sum + Buffer.byteLength(JSON.stringify(names)), 0) <= SERVER_BYTES;
  return facts.map(({ id, type, data }, index) =>
    jsonEvent({
      id: ids[index] ?? '',
      type,
      data: JSON.parse(data) as JSONType,
      metadata: {
        ...told[index],
        ...(fits ? added[index] : {}),
        ...(isMadeOnce(id) ? {} : { eventId: asServerSpells(id) }),
      },
    }),
  );
};

/** Where an event lies, whosever it is. */
export const positionOf = ({ event, commitPosition }: ResolvedEvent): Position => {
  const commit = event?.position?.commit ?? commitPosition;
  if (commit === undefined) {
    throw new StoreDamaged('the event store tells an event without its position; it is none that Keyledger knows');
  }
  return positionAt(commit);
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);

/** An event as its writer gave it, whoever that was; undefined for one that a link points to and that is gone. */
export const fromStoredEvent = (resolved: ResolvedEvent): StoredFact | undefined => {
  const { event } = resolved;
  if (event === undefined) {
    return undefined;
  }
  const { streamId: stream, type, isJson } = event;
  const told = event.metadata as unknown;
  const {
    eventId,
    $correlationId: _repeated,
    $causationId: _again,
    ...metadata
  } = isObject(told) ? told : ({ eventId: undefined } as Readonly<Record<string, unknown>>);
  return {
    id: typeof eventId === 'string' ? ourSpelling(eventId) : idFrom(event.id),
    stream,
    revision: Number(event.revision),
    position: positionOf(resolved),
    type,
    data: isJson ? event.data : undefined,
    metadata: isObject(told) ? metadata : undefined,
  };
};
