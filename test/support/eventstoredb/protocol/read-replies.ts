import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { TOMBSTONE, TOMBSTONE_REVISION, type StoredEvent } from '../stored-event';

export const named = (stream: string): StreamIdentifier =>
  new StreamIdentifier().setStreamName(Buffer.from(stream, 'utf8').toString('base64'));

const recorded = (event: StoredEvent): ReadResp.ReadEvent.RecordedEvent => {
  const message = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new UUID().setString(event.id))
    .setStreamIdentifier(named(event.stream))
    .setStreamRevision(event.type === TOMBSTONE ? TOMBSTONE_REVISION : String(event.revision))
    .setCommitPosition(String(event.position))
    .setPreparePosition(String(event.position))
    .setData(event.data.toString('base64'))
    .setCustomMetadata(event.metadata.toString('base64'));
  message.getMetadataMap().set('type', event.type).set('content-type', event.contentType).set('created', event.created);
  return message;
};

/** With its position in `$all`, whatever was read: servers before 22.10 left it out where one stream was. */
export const eventOf = (event: StoredEvent): ReadResp =>
  new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded(event)).setCommitPosition(String(event.position)));

export const notFound = (stream: string): ReadResp =>
  new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(named(stream)));

export const confirmed = (id: string): ReadResp =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id));

export const checkpointAt = (commit: number, prepare: number): ReadResp =>
  new ReadResp().setCheckpoint(
    new ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare)),
  );

export const caughtUp = (): ReadResp => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
