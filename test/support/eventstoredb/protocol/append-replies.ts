import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import type { Message } from 'google-protobuf';
import {
  AccessDenied,
  AllStreamPosition,
  Empty,
  MaximumAppendSizeExceeded,
  StreamDeleted,
  UUID,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { AppendResp, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { Outcome } from '../event-log';
import type { Expected } from '../stored-event';
import { named } from './read-replies';

/** Answers `Append`; a deleted stream is a failure of the call and has no answer. */
export const appendReply = (outcome: Exclude<Outcome, { kind: 'deleted' }>, expected: Expected): AppendResp => {
  if (outcome.kind === 'wrong-version') {
    const wrong = new AppendResp.WrongExpectedVersion();
    if (outcome.current < 0) {
      wrong.setCurrentNoStream(new Empty());
    } else {
      wrong.setCurrentRevision(String(outcome.current));
    }
    if (expected === 'any') wrong.setExpectedAny(new Empty());
    else if (expected === 'no_stream') wrong.setExpectedNoStream(new Empty());
    else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new Empty());
    else wrong.setExpectedRevision(String(expected));
    return new AppendResp().setWrongExpectedVersion(wrong);
  }
  const success = new AppendResp.Success();
  if (outcome.current < 0) {
    success.setNoStream(new Empty());
  } else {
    success.setCurrentRevision(String(outcome.current));
  }
  if (outcome.last === undefined) {
    return new AppendResp().setSuccess(success.setNoPosition(new Empty()));
  }
  const at = String(outcome.last.position);
  return new AppendResp().setSuccess(
    success.setPosition(new AppendResp.Position().setCommitPosition(at).setPreparePosition(at)),
  );
};

const packed = (message: Message, name: string): Any => {
  const any = new Any();
  any.pack(message.serializeBinary(), name);
  return any;
};

/** An error inside a batch stream, which goes on. A reason without a message of its own is told by an empty one. */
export const batchError = (text: string, details: { message: Message; name: string } | undefined): Status =>
  new Status()
    .setMessage(text)
    .setDetails(packed(details?.message ?? new GoogleEmpty(), details?.name ?? 'google.protobuf.Empty'));

export const batchAccessDenied = (): Status =>
  batchError('Access Denied', { message: new AccessDenied(), name: 'event_store.client.AccessDenied' });

export const batchTooLarge = (most: number): Status =>
  batchError('Maximum Append Size Exceeded', {
    message: new MaximumAppendSizeExceeded().setMaxappendsize(most),
    name: 'event_store.client.MaximumAppendSizeExceeded',
  });

const batchWrongVersion = (current: number, expected: Expected): Status => {
  const wrong = new WrongExpectedVersion();
  if (current < 0) {
    wrong.setCurrentNoStream(new GoogleEmpty());
  } else {
    wrong.setCurrentStreamRevision(String(current));
  }
  if (expected === 'any') wrong.setExpectedAny(new GoogleEmpty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new GoogleEmpty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new GoogleEmpty());
  else wrong.setExpectedStreamPosition(String(expected));
  return batchError('WrongExpectedVersion', { message: wrong, name: 'event_store.client.WrongExpectedVersion' });
};

const batchResult = (outcome: Outcome, stream: string, expected: Expected): BatchAppendResp => {
  if (outcome.kind === 'wrong-version') {
    return new BatchAppendResp().setError(batchWrongVersion(outcome.current, expected));
  }
  if (outcome.kind === 'deleted') {
    const message = new StreamDeleted().setStreamIdentifier(named(stream));
    return new BatchAppendResp().setError(
      batchError('Stream Deleted', { message, name: 'event_store.client.StreamDeleted' }),
    );
  }
  const success = new BatchAppendResp.Success();
  if (outcome.current < 0) {
    success.setNoStream(new GoogleEmpty());
  } else {
    success.setCurrentRevision(String(outcome.current));
  }
  if (outcome.last === undefined) {
    return new BatchAppendResp().setSuccess(success.setNoPosition(new GoogleEmpty()));
  }
  const at = String(outcome.last.position);
  const position = new AllStreamPosition().setCommitPosition(at).setPreparePosition(at);
  return new BatchAppendResp().setSuccess(success.setPosition(position));
};

/** Answers one append of a batch stream, by its correlation id. */
export const batchReply = (
  result: Outcome | Status,
  correlationId: string,
  stream: string,
  expected: Expected,
): BatchAppendResp => {
  const message =
    result instanceof Status ? new BatchAppendResp().setError(result) : batchResult(result, stream, expected);
  return message.setCorrelationId(new UUID().setString(correlationId)).setStreamIdentifier(named(stream));
};
