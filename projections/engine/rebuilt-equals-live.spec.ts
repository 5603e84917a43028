import fc from 'fast-check';
import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { fact, ReadSide, tallies, type Tally } from '../../test/support/read-side';

const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 0, maxLength: 3 });
const type = fc.constantFrom('test.added.v1', 'test.added.v1', 'test.removed.v1', 'test.other.v1');
/** Events appended between two starts of the engine, and whether it may finish before it is ended. */
const life = fc.record({ events: fc.array(fc.record({ ids, type }), { maxLength: 12 }), finishes: fc.boolean() });

const contents = async (side: ReadSide, projector = tallies()) => {
  const builds = await side.reads.builds(projector.schema.name);
  const active = builds.find((build) => build.active);
  return active && side.reads.table<Tally>(projector.schema, active).find({ limit: 100 });
};

describe('live and rebuilt documents', () => {
  it('are the same, whatever the batches, the restarts and what is delivered twice', async () => {
    const lives = fc.array(life, { minLength: 1, maxLength: 5 });
    const choices = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(lives, choices, async (all, chosen) => {
        let turn = 0;
        const choose = () => chosen[(turn += 1) % chosen.length] ?? 0;
        const side = new ReadSide(new InMemoryEventStore({ size: () => 1 + choose(), again: choose }));
        try {
          let n = 0;
          for (const { events, finishes } of [...all, { events: [], finishes: true }]) {
            const projections = side.projections(tallies());
            await projections.start();
            await side.append(...events.map((event) => fact((n += 1), event.ids, event.type)));
            await (finishes ? projections.waitFor(['tallies'], await side.log.head(), 20_000) : undefined);
            await projections.stop();
          }
          const live = await contents(side);
          const last = side.projections(tallies());
          await last.start();
          await last.rebuild('tallies');
          await side.until(() => side.told.progress.length > 0);
          await last.stop();
          const expected = new Map<string, number[]>();
          for (const event of side.log.events) {
            const { ids: touched, n: number } = event.data as { ids: string[]; n: number };
            for (const id of touched) {
              if (event.type === 'test.added.v1') expected.set(id, [...(expected.get(id) ?? []), number]);
              if (event.type === 'test.removed.v1') expected.delete(id);
            }
          }
          expect(live?.map(({ id, seen }) => [id, seen])).toEqual([...expected].toSorted());
          expect(await contents(side)).toEqual(live);
        } finally {
          await side.close();
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
