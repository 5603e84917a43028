import type { Actor } from '../../../src/kernel/actor';
import type { DomainEvent } from '../../../src/kernel/event';
import type { RecordedEvent } from '../../../src/kernel/recorded-event';
import type { StreamReader, View } from '../../../src/kernel/stream-reader';
import { timestamp } from '../../../src/kernel/time';
import { NOW } from './a-vault';
import { viewOf, type Streams } from './view-of';

const SOMEBODY: Actor = { kind: 'user', userId: 'boss', email: 'boss@x.org' };
const BEGAN = Date.parse('2026-02-01T00:00:00.000Z');

/** A fact as it comes to stand in the log, and who made it so. */
export type Stood = readonly [stream: string, fact: DomainEvent, by?: Actor];

/** Streams as one log, one behind the other. */
export const stood = (streams: Streams): readonly Stood[] =>
  Object.entries(streams).flatMap(([stream, facts]) => facts.map((each): Stood => [stream, each]));

/** When the nth fact of a log came to stand: a minute after the one before. */
export const stoodAt = (nth: number): string => timestamp(BEGAN + nth * 60_000);

/** A log whose facts came to stand in this order; `seen`: how many of them a view sees, by default all. */
export const logOf = (log: readonly Stood[], seen = log.length): { view: View; reader: StreamReader } => {
  const streams = new Map<string, RecordedEvent[]>();
  for (const [nth, [stream, fact, actor = SOMEBODY]] of log.entries()) {
    const facts = streams.get(stream) ?? [];
    const metadata = { actor, time: stoodAt(nth), correlationId: 'c' };
    const position = String(nth).padStart(6, '0');
    streams.set(stream, [...facts, { ...fact, id: `e${nth}`, stream, revision: facts.length, position, metadata }]);
  }
  const known: Record<string, Streams[string]> = {};
  for (const [stream, fact] of log.slice(0, seen)) known[stream] = [...(known[stream] ?? []), fact];
  const page = async (stream: string, from: number, limit: number) =>
    (streams.get(stream) ?? []).filter(({ revision }) => revision >= from).slice(0, limit);
  return { view: viewOf(known, NOW), reader: { page } as unknown as StreamReader };
};
