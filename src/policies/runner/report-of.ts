import type { Checkpoints } from '../../kernel/checkpoints';
import type { EventStore } from '../../kernel/event-store';
import type { PolicyReport } from '../../kernel/operations';
import { BEFORE_FIRST, type Position } from '../../kernel/position';
import { lagBetween } from '../../kernel/position-lag';
import type { RecordedEvent } from '../../kernel/recorded-event';
import type { Parking } from './parking';
import type { Policy } from './policy';

interface Sources {
  readonly checkpoints: Checkpoints;
  readonly store: EventStore;
  readonly parking: Pick<Parking, 'of'>;
  readonly failures: number;
  readonly waitsFor?: string | undefined;
}

/** Looked through for what a policy has to act upon: of one that is behind so far it is told how old the next fact is. */
const MOST_LOOKED_AT = 500;

const nextOf = async (
  { reaction }: Policy,
  position: Position,
  store: EventStore,
): Promise<RecordedEvent | undefined> => {
  const after = await store.readAll({ from: position, limit: MOST_LOOKED_AT });
  const types = new Set(reaction?.types ?? []);
  return after.find(({ type }) => types.has(type)) ?? (after.length < MOST_LOOKED_AT ? undefined : after[0]);
};

export const parkedBy = async (
  { name }: Policy,
  parking: Sources['parking'],
): Promise<Pick<PolicyReport, 'name' | 'parked'>> => ({
  name,
  parked: (await parking.of(name)).map(({ revision: _, ...each }) => each),
});

/** How a policy stands by what is durable, so that every node says the same of it. */
export const reportOf = async (
  policy: Policy,
  head: Position,
  { checkpoints, store, parking, failures, waitsFor }: Sources,
): Promise<PolicyReport> => {
  const { name } = policy;
  const position = (await checkpoints.get(name))?.position ?? BEFORE_FIRST;
  const [next, { parked }] = await Promise.all([
    position < head ? nextOf(policy, position, store) : undefined,
    parkedBy(policy, parking),
  ]);
  return {
    name,
    position,
    lag: lagBetween(position, head),
    ...(next === undefined ? {} : { oldestUnhandled: next.metadata.time }),
    failures,
    ...(waitsFor === undefined ? {} : { waitsFor }),
    parked,
  };
};
