import type { DomainEvent } from '../../kernel/event';

/**
 * A stream of ours holds what can't be read (`type` is its wire name), or lacks revisions from this one on. Nobody decides on it
 * until that is settled. With `unauthentic` nothing proves that what stands there is ours, and the fact alone freezes the stream,
 * also where a node still knows what stood there before.
 */
export type StreamDamageFound = DomainEvent<
  'keyledger.stream-damage-found.v1',
  {
    damageId: string;
    stream: string;
    revision: number;
    type?: string;
    fault: string;
    foundAt: string;
    unauthentic?: true;
  }
>;
/**
 * Somebody answers for passing over what can't be read, for ever. With `lostUpTo`, the stream's last revision then, it is
 * about revisions that are not there: no right that the stream gave up to there stands. Revisions below `lostBelow` are passed
 * over wherever they still turn up.
 */
export type StreamDamageSettled = DomainEvent<
  'keyledger.stream-damage-settled.v1',
  {
    damageId: string;
    stream: string;
    revision: number;
    lostUpTo?: number;
    lostBelow?: number;
    reason: string;
    settledBy: string;
  }
>;

/**
 * The last fact of a stream lies more than a minute in the future: some node's clock was ahead, and what is decided on the
 * stream is decided as if it were that time. Nothing is frozen by it.
 */
export type StreamAheadFound = DomainEvent<
  'keyledger.stream-ahead-found.v1',
  { damageId: string; stream: string; revision: number; until: string; foundAt: string }
>;
/** Somebody answers for it: the times of the stream's facts up to `upTo` no longer say what time it is. */
export type StreamAheadSettled = DomainEvent<
  'keyledger.stream-ahead-settled.v1',
  { damageId: string; stream: string; upTo: number; reason: string; settledBy: string }
>;

export type DamageEvent = StreamDamageFound | StreamDamageSettled | StreamAheadFound | StreamAheadSettled;
