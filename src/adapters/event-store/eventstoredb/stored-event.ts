import { jsonEvent, type EventData, type JSONType, type ResolvedEvent } from '@eventstore/db-client';
import type { EventMetadata } from '../../../kernel/event-metadata';
import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import type { NewEvent } from '../../../kernel/new-event';
import type { Position } from '../../../kernel/position';
import { StoreDamaged } from '../../../kernel/store-errors';
import { positionAt } from './positions';
import { idFrom, isMadeOnce } from './stored-id';

/** Metadata as stored: with the event's id, where the server holds another in its place. */
type StoredMetadata = EventMetadata & { readonly eventId?: string };

export const toStoredEvent = (event: NewEvent, storedId: string): EventData => {
  const metadata: StoredMetadata = isMadeOnce(event.id) ? event.metadata : { ...event.metadata, eventId: event.id };
  return jsonEvent({
    id: storedId,
    type: event.type,
    data: event.data as JSONType,
    metadata: metadata as unknown as Record<string, JSONType>,
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
