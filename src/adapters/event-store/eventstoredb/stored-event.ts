import { jsonEvent, type EventData, type JSONType, type ResolvedEvent } from '@eventstore/db-client';
import type { EventMetadata } from '../../../kernel/event-metadata';
import type { NewEvent } from '../../../kernel/new-event';
import type { Position } from '../../../kernel/position';
import type { RecordedEvent } from '../../../kernel/recorded-event';
import { StoreDamaged } from '../../../kernel/store-errors';
import { positionAt } from './positions';
import { idFrom, isMadeOnce } from './stored-id';

/** Every fact of ours has a wire name that begins so; whatever else is in the log is somebody else's. */
const OURS = 'keyledger.';

/** Metadata as stored: with the event's id, where the server holds another in its place. */
type StoredMetadata = EventMetadata & { readonly eventId?: string };

export const toStored = (event: NewEvent, storedId: string): EventData => {
  const metadata: StoredMetadata = isMadeOnce(event.id) ? event.metadata : { ...event.metadata, eventId: event.id };
  return jsonEvent({
    id: storedId,
    type: event.type,
    data: event.data as JSONType,
    metadata: metadata as unknown as Record<string, JSONType>,
  });
};

/** Where an event lies, whosever it is. */
export const placeOf = ({ event, commitPosition }: ResolvedEvent): Position => {
  const commit = event?.position?.commit ?? commitPosition;
  if (commit === undefined) {
    throw new StoreDamaged('the event store tells an event without its position; it is none that Keyledger knows');
  }
  return positionAt(commit);
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** The event, or undefined when it is not one of ours: then nothing of it but its name was looked at. */
export const fromStored = (resolved: ResolvedEvent): RecordedEvent | undefined => {
  const { event } = resolved;
  if (event === undefined || event.streamId.startsWith('$') || !event.type.startsWith(OURS)) {
    return undefined;
  }
  const { streamId: stream, type, data } = event;
  if (!event.isJson || !isObject(data) || !isObject(event.metadata)) {
    throw new StoreDamaged(`${stream} holds at ${event.revision} what Keyledger can't have written; restore a backup`);
  }
  const { eventId, ...metadata } = event.metadata as unknown as StoredMetadata;
  const revision = Number(event.revision);
  return { id: eventId ?? idFrom(event.id), stream, revision, position: placeOf(resolved), type, data, metadata };
};
