import { array, assert, asyncProperty, constantFrom, nat, record } from 'fast-check';
import { Baseline } from '../../src/adapters/event-store/baselines/baseline';
import { accessGrants } from '../../src/domain/access-grants/state';
import { account } from '../../src/domain/accounts/state';
import { idpGroup, idpUser } from '../../src/domain/directory/state';
import { identity } from '../../src/domain/identities/evolve';
import { user } from '../../src/domain/users/state';
import { vault } from '../../src/domain/vaults/state';
import { Settled } from '../../src/kernel/facts/settled';
import type { Fold } from '../../src/kernel/fold';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { positionOfLeaf } from '../../src/reports/leaf';
import { StateView } from '../../src/reports/state-view';
import { ACTS } from '../support/reports/acts';
import { factsOfLog, told, type ToldFact } from '../support/reports/facts-of-log';
import { TOWN } from '../support/reports/sample-log';
import { digest } from '../support/streams/view-of';

/** What is made of facts that are told one by one is what who decides makes of the streams, also where losses of them were settled. */
const READ: readonly (readonly [Fold<unknown>, string | undefined])[] = [
  [accessGrants as Fold<unknown>, 'v'],
  [account as Fold<unknown>, undefined],
  [idpGroup as Fold<unknown>, 'g'],
  [idpUser as Fold<unknown>, 'p-ann'],
  [identity as Fold<unknown>, 'db'],
  [user as Fold<unknown>, 'ann'],
  [vault as Fold<unknown>, 'v'],
];
const streamOf = ([{ category }, id]: (typeof READ)[number]): string =>
  id === undefined ? category : `${category}-${id}`;

const settling = (stream: string, lostUpTo: number): ToldFact =>
  told('damage', 'stream-damage-settled', {
    damageId: 'd',
    stream,
    revision: 0,
    lostUpTo,
    reason: 'r',
    settledBy: 'x',
  });

/** The stream as a decider folds it that reads it now for the first time. */
const decided = (fold: Fold<unknown>, stream: string, facts: readonly RecordedEvent[]): Baseline => {
  const settled = new Settled();
  facts.forEach((fact) => settled.learn(fact));
  const baseline = new Baseline(stream, fold, settled);
  const own = facts.filter(
    (fact) => fact.stream === stream && !settled.passesOver(stream, fact.revision, fact.position),
  );
  baseline.take(own.map((event) => ({ ...event, event })));
  return baseline;
};

test('a view that is told a log is what deciders read of it', async () => {
  const act = constantFrom(...ACTS).chain((make) => nat(6).map(make));
  const loss = record({ at: nat(40), of: constantFrom(...READ), all: constantFrom(true, false, false) });
  await assert(
    asyncProperty(array(act, { maxLength: 30 }), array(loss, { minLength: 1, maxLength: 4 }), async (acts, losses) => {
      const log: ToldFact[] = [...TOWN, ...acts];
      for (const { at, of, all } of losses) {
        const place = Math.min(log.length, TOWN.length + at);
        const stream = streamOf(of);
        const last = log.slice(0, place).filter((each) => each.stream === stream).length - 1;
        log.splice(place, 0, settling(stream, all ? -1 : last));
      }
      const facts = factsOfLog(log).map(
        (fact, leaf) => ({ ...fact, position: positionOfLeaf(leaf) }) as unknown as RecordedEvent,
      );
      const view = new StateView(digest);
      facts.forEach((fact, leaf) => view.tell(fact, leaf));
      for (const of of READ) {
        const [fold, id] = of;
        const { state, settled, facts: count } = await view.load(fold, id);
        const its = decided(fold, streamOf(of), facts);
        expect([streamOf(of), state, count]).toEqual([streamOf(of), its.state, its.facts]);
        expect(settled === true).toBe(losses.some((each) => streamOf(each.of) === streamOf(of)));
      }
    }),
    { numRuns: 100 },
  );
});
