import type { DomainEvent } from '../../kernel/event';

/** A stream of ours holds what can't be read (`type` is its wire name), or lacks revisions from this one on. Nobody decides on it until that is settled. */
export type StreamDamageFound = DomainEvent<
  'keyledger.stream-damage-found.v1',
  { damageId: string; stream: string; revision: number; type?: string; fault: string; foundAt: string }
>;
/**
 * Somebody answers for passing over what can't be read, for ever. With `lostUpTo`, the stream's last revision then, it is
 * about revisions that are not there: no right that the stream gave up to there stands.
 */
export type StreamDamageSettled = DomainEvent<
  'keyledger.stream-damage-settled.v1',
  { damageId: string; stream: string; revision: number; lostUpTo?: number; reason: string; settledBy: string }
>;

export type DamageEvent = StreamDamageFound | StreamDamageSettled;
