import type { Clock } from '../../kernel/clock';
import type { EventStore } from '../../kernel/event-store';
import { ANY } from '../../kernel/expected-revision';
import { damageIds, FIND_DAMAGE, tellable } from '../../kernel/facts/damage-id';
import { firstGap } from '../../kernel/facts/first-gap';
import { DAMAGE_SETTLED, type Settled } from '../../kernel/facts/settled';
import { remainingOf } from '../../kernel/facts/remaining-stream';
import type { NewEvent } from '../../kernel/new-event';
import type { OfflineDamage, OfflineDamages } from '../../kernel/offline-damage';
import { BEFORE_FIRST } from '../../kernel/position';
import type { SeededIds } from '../../kernel/seeded-ids';
import { timestamp } from '../../kernel/time';

const FOUND = 'keyledger.stream-damage-found.v1';
const STREAM = 'damage';
const PAGE = 1000;
/** Who settled what was settled here: who holds the root key, and nobody knows more. */
const ROOT_KEY = 'root key';
const LACKS = 'revisions of it are gone from the event store';

export interface OfflineParts {
  readonly store: EventStore;
  readonly settled: Settled;
  readonly seededIds: SeededIds;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

/** Lists and settles the damage of a log without a server: what keeps owners from signing in can't be settled by them. */
export const offlineDamages = ({ store, settled, seededIds, clock, close }: OfflineParts): OfflineDamages => {
  const named = (damaged: Omit<OfflineDamage, 'id'>): OfflineDamage => ({
    id: damageIds(seededIds, damaged).next(),
    ...damaged,
  });

  const recorded = async (): Promise<Map<string, OfflineDamage>> => {
    const damages = new Map<string, OfflineDamage>();
    for (let from = 0; ;) {
      const page = await store.readStream(STREAM, { from, limit: PAGE });
      for (const { type, data } of page) {
        const { damageId, ...told } = data as unknown as { damageId: string; settledBy: string } & OfflineDamage;
        const known = damages.get(damageId);
        if (type === FOUND) damages.set(damageId, { ...told, id: damageId });
        else if (known !== undefined) damages.set(damageId, { ...known, settledBy: told.settledBy });
      }
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined) return damages;
      from = last.revision + 1;
    }
  };

  /** What the log shows from end to end, and what `account` lacks: who may do what begins there. */
  const found = async (): Promise<readonly OfflineDamage[]> => {
    const damages: OfflineDamage[] = [];
    const doubtful = new Set(['account']);
    for await (const { passed = [], caughtUp } of store.subscribe({
      after: BEFORE_FIRST,
      types: [],
      signal: new AbortController().signal,
    })) {
      for (const { stream, revision, type, fault, cut, unauthentic } of passed) {
        const told = {
          ...(stream.startsWith('$') ? {} : { type: tellable(type) }),
          ...(unauthentic === undefined ? {} : { unauthentic }),
        };
        if (fault !== undefined) damages.push(named({ stream, revision, ...told, fault }));
        if (cut === true) doubtful.add(stream);
      }
      if (caughtUp) break;
    }
    for (const stream of doubtful) {
      const revision = await firstGap(store, stream, settled);
      if (revision !== undefined) damages.push(named({ stream, revision, fault: LACKS }));
    }
    return damages;
  };

  const list = async (): Promise<readonly OfflineDamage[]> => {
    const damages = await recorded();
    for (const damage of await found()) {
      if (!damages.has(damage.id)) damages.set(damage.id, damage);
    }
    return [...damages.values()];
  };

  const settle = async (id: string, reason: string): Promise<OfflineDamage | undefined> => {
    const damage = (await list()).find((each) => each.id === id);
    if (damage === undefined || damage.settledBy !== undefined) {
      return damage;
    }
    const { stream, revision, type, fault, unauthentic } = damage;
    const isRecorded = (await recorded()).has(id);
    const time = timestamp(clock.now());
    const ids = damageIds(seededIds, damage);
    const damageId = ids.next();
    const event = (name: string, data: object): NewEvent => ({
      id: ids.next(),
      type: name,
      data,
      metadata: { actor: { kind: 'policy', name: `${FIND_DAMAGE} by ${ROOT_KEY}` }, time, correlationId: id },
    });
    const told = { ...(type === undefined ? {} : { type }), ...(unauthentic === undefined ? {} : { unauthentic }) };
    const what = { damageId, stream, revision, ...told, fault, foundAt: time };
    const first = event(FOUND, what);
    const lostUpTo = type === undefined ? await remainingOf(store, damage) : {};
    const last = event(DAMAGE_SETTLED, { damageId, stream, revision, ...lostUpTo, reason, settledBy: ROOT_KEY });
    await store.append(STREAM, ANY, isRecorded ? [last] : [first, last]);
    return { ...damage, settledBy: ROOT_KEY };
  };

  return { list, settle, close };
};
