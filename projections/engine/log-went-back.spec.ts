import { fact, ReadSide, tallies, type Tally } from '../../test/support/read-side';
import { Leases } from '../../test/support/leases';
import { StoreUnavailable } from '../../src/kernel/store-errors';
import { until } from '../../test/support/until';
import type { Projections } from './projections';

const LONG = 20_000;

describe('read models of a log that went back', () => {
  let side: ReadSide;
  beforeEach(() => {
    side = new ReadSide();
  });
  afterEach(() => side.close());

  const seen = async (projections: Projections, id: string) =>
    (await projections.readModel<Tally>('tallies').get(id))?.seen;
  const caughtUp = async (projections: Projections) => projections.waitFor(['tallies'], await side.log.head(), LONG);
  const filled = async (count: number) => {
    for (let n = 1; n <= count; n++) await side.append(fact(n, ['a', `x${n}`]));
  };
  const settled = (projections: Projections) =>
    until('the read model to be whole and current', async () => {
      const [status] = await projections.status();
      return status?.state === 'running' && status.current;
    });
  const expectAsTheLogSays = async (projections: Projections) => {
    const wanted = side.log.events.map(({ data }) => (data as { n: number }).n);
    expect(await seen(projections, 'a')).toEqual(wanted);
    for (let n = 1; n <= 30; n++) {
      expect(await seen(projections, `x${n}`)).toEqual(wanted.includes(n) ? [n] : undefined);
    }
  };

  it.each([
    ['nothing was written since', 0],
    ['it is as long again', 10],
    ['it is longer than it was', 20],
  ])('are rebuilt at the next start: %s', async (_, more) => {
    await filled(25);
    const first = side.projections(tallies());
    await first.start();
    await caughtUp(first);
    await first.stop();
    side.log.events.splice(15);
    for (let n = 0; n < more; n++) await side.append(fact(100 + n, ['a']));
    const second = side.projections(tallies());
    await second.start();
    await settled(second);
    await expectAsTheLogSays(second);
    expect(side.wentBack).toMatchObject([['tallies', { was: { fact: { passed: 25 } } }]]);
  });

  it('are rebuilt under a running server, which says meanwhile that it is behind', async () => {
    await filled(20);
    const projections = side.projections(tallies());
    await projections.start();
    await caughtUp(projections);
    side.log.events.splice(12);
    await side.append(fact(100, ['a']));
    await until('it to be noticed', async () => (await projections.head()) !== '' && side.wentBack.length > 0);
    const head = await projections.head();
    expect(await projections.waitFor(['tallies'], head, LONG)).toBe(true);
    await settled(projections);
    await expectAsTheLogSays(projections);
    expect(await side.reads.builds('tallies')).toMatchObject([{ generation: 2, active: true }]);
  });

  it('are rebuilt when the log is longer again than it was before the line to it stands again', async () => {
    await filled(20);
    const projections = side.projections(tallies());
    await projections.start();
    await caughtUp(projections);
    side.log.events.splice(12);
    side.log.failure = new StoreUnavailable('away');
    for (let n = 0; n < 15; n++) await side.append(fact(100 + n, ['a']));
    await until('it to be noticed', () => side.wentBack.length > 0);
    await settled(projections);
    await expectAsTheLogSays(projections);
  });

  it('are rebuilt by the node that fills them and followed by the others', async () => {
    const leases = new Leases();
    const node = (lease: ReturnType<Leases['node']>) =>
      side.shared({ lease, fills: true, ttlMs: 150, lookEveryMs: 20 }, tallies());
    const [filler, follower] = [node(leases.node()), node(leases.node())];
    await filler.start();
    await follower.start();
    await filled(20);
    await caughtUp(follower);
    side.log.events.splice(12);
    await side.append(fact(100, ['a']));
    await until('the rebuilt one to be followed', async () => {
      await filler.head();
      // The table of the older one may be gone before the follower has looked which one is active by now.
      return (await seen(follower, 'x20').catch(() => [20])) === undefined;
    });
    expect(await caughtUp(follower)).toBe(true);
    await expectAsTheLogSays(follower);
  });

  it('are rebuilt where their store was emptied, or put back, under a running server', async () => {
    await filled(5);
    const projections = side.projections(tallies());
    await projections.start();
    await caughtUp(projections);
    for (const build of await side.reads.builds('tallies')) await side.reads.discard(build);
    await side.append(fact(6, ['a', 'x6']));
    await settled(projections);
    expect(await caughtUp(projections)).toBe(true);
    await expectAsTheLogSays(projections);
    expect(side.wentBack).toEqual([]);
  });
});
