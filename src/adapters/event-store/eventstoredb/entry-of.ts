import type { ResolvedEvent } from '@eventstore/db-client';
import type { FactClassifier } from '../../../kernel/facts/fact-classifier';
import type { StreamEntry } from '../../../kernel/facts/stream-entry';
import { fromStoredEvent, isObject, positionOf } from './stored-event';

const METASTREAM = '$$';
const METADATA = '$metadata';
const TOMBSTONE = '$streamDeleted';
/** Each of them makes a server forget what a stream held. */
const LIMITS = ['$tb', '$maxCount', '$maxAge'];

/** Does a stream's metadata let its server forget what it holds? */
export const isCutting = (metadata: unknown): boolean =>
  isObject(metadata) && LIMITS.some((limit) => Object.hasOwn(metadata, limit));

/** What the server itself says of a stream of ours: that it is deleted, or cut off. */
const told = (judge: FactClassifier, { event, ...resolved }: ResolvedEvent): StreamEntry | undefined => {
  if (event === undefined) return undefined;
  const isMetadata = event.streamId.startsWith(METASTREAM) && event.type === METADATA;
  const stream = isMetadata ? event.streamId.slice(METASTREAM.length) : event.streamId;
  const cuts = isMetadata ? isCutting(event.data) : event.type === TOMBSTONE;
  return cuts && judge.owns(stream)
    ? { stream, revision: -1, position: positionOf({ event, ...resolved }), type: event.type, cut: true }
    : undefined;
};

/** What an event of the server is to us; undefined when it lies in no stream of ours. */
export const streamEntryOf = (judge: FactClassifier, resolved: ResolvedEvent): StreamEntry | undefined => {
  const { event } = resolved;
  if (event === undefined || event.streamId.startsWith('$') || event.type === TOMBSTONE) {
    return told(judge, resolved);
  }
  // What is nobody's business of ours is not looked at any further.
  const stored = judge.owns(event.streamId) ? fromStoredEvent(resolved) : undefined;
  return stored === undefined ? undefined : judge.entry(stored);
};
