import { jsonEvent, type EventData, type JSONType, type ResolvedEvent } from '@eventstore/db-client';
import type { WrittenFact } from '../../../kernel/facts/authentic-facts';
import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import type { Position } from '../../../kernel/position';
import { StoreDamaged } from '../../../kernel/store-errors';
import { eventWeight } from '../append-weight';
import { positionAt } from './positions';
import { asServerSpells, idFrom, isMadeOnce, ourSpelling } from './stored-id';

/**
 * What EventStoreDB and its users look for in an event's metadata under names of their own: `$by_correlation_id` links by them.
 * They repeat what the metadata says, and are neither read back nor covered by its code; ids are spelled as the server spells
 * them. The id of an event that is stored under another one stands there too.
 */
const addedMetadata = ({ id }: WrittenFact, { correlationId, causationId }: Record<string, JSONType>) => ({
  ...(typeof correlationId === 'string' ? { $correlationId: correlationId } : {}),
  ...(typeof causationId === 'string' ? { $causationId: asServerSpells(causationId) } : {}),
  ...(isMadeOnce(id) ? {} : { eventId: asServerSpells(id) }),
});

/** An event as it is sent, and what it adds to an append's weight. */
export interface SentEvent {
  readonly event: EventData;
  readonly bytes: number;
}

export const toStoredEvent = (fact: WrittenFact, storedId: string): SentEvent => {
  const metadata = JSON.parse(fact.metadata) as Record<string, JSONType>;
  const added = addedMetadata(fact, metadata);
  const event = jsonEvent({
    id: storedId,
    type: fact.type,
    data: JSON.parse(fact.data) as JSONType,
    metadata: { ...metadata, ...added },
  });
  return { event, bytes: eventWeight(fact.type, fact.data, fact.metadata) + Buffer.byteLength(JSON.stringify(added)) };
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
