import { jsonEvent, type EventData, type JSONType, type ResolvedEvent } from '@eventstore/db-client';
import type { WrittenFact } from '../../../kernel/facts/authentic-facts';
import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import type { Position } from '../../../kernel/position';
import { StoreDamaged } from '../../../kernel/store-errors';
import { positionAt } from './positions';
import { idFrom, isMadeOnce } from './stored-id';

/** As stored: with the event's id in the metadata, where the server holds another in its place. */
export const toStoredEvent = (fact: WrittenFact, storedId: string): EventData => {
  const metadata = JSON.parse(fact.metadata) as Record<string, JSONType>;
  return jsonEvent({
    id: storedId,
    type: fact.type,
    data: JSON.parse(fact.data) as JSONType,
    metadata: isMadeOnce(fact.id) ? metadata : { ...metadata, eventId: fact.id },
  });
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
  const { eventId, ...metadata } = isObject(told) ? told : { eventId: undefined };
  return {
    id: typeof eventId === 'string' ? eventId : idFrom(event.id),
    stream,
    revision: Number(event.revision),
    position: positionOf(resolved),
    type,
    data: isJson ? event.data : undefined,
    metadata: isObject(told) ? metadata : undefined,
  };
};
