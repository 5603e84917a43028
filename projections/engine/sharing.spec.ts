import { leaseContract } from '../../test/contract/lease.contract';
import { Leases } from '../../test/support/leases';
import { fact, ReadSide, tallies, TALLIES, type Tally } from '../../test/support/read-side';
import { until } from '../../test/support/until';
import type { Lease } from '../../src/kernel/lease';
import { StoreUnavailable } from '../../src/kernel/store-errors';
import type { Projections } from './projections';
import { withMethods } from '../../test/support/with-methods';

const LONG = 20_000;

leaseContract('the double of these tests', async () => {
  const leases = new Leases();
  return { node: async () => leases.node(), close: async () => undefined };
});

describe('read models that several nodes share', () => {
  let side: ReadSide;
  let leases: Leases;
  let n = 0;
  beforeEach(() => {
    side = new ReadSide();
    leases = new Leases();
  });
  afterEach(() => side.close());

  const started = async (lease: Lease, projector = tallies(), fills = true): Promise<Projections> => {
    const node = side.shared({ lease, fills, ttlMs: 150, lookEveryMs: 20 }, projector);
    await node.start();
    return node;
  };
  const append = (...ids: readonly string[]) => side.append(fact((n += 1), ids));
  const seesAll = async (node: Projections) => node.waitFor(['tallies'], await side.log.head(), LONG);
  const seen = async (node: Projections, id: string) => (await node.readModel<Tally>('tallies').get(id))?.seen;
  const everything = async () => {
    const [active] = (await side.reads.builds('tallies')).filter((build) => build.active);
    return active && side.reads.table<Tally>(TALLIES, active).find({ limit: 1000 });
  };
  const expectExactly = async () => {
    const ids = [...new Set(side.log.events.flatMap((event) => (event.data as { ids: string[] }).ids))].toSorted();
    const expected = ids.map((id) => [
      id,
      side.log.events
        .map((event) => event.data as { ids: string[]; n: number })
        .filter((data) => data.ids.includes(id))
        .map((data) => data.n),
    ]);
    expect((await everything())?.map((tally) => [tally.id, tally.seen])).toEqual(expected);
  };

  it('are filled by one and seen by all, written by whomever', async () => {
    const [first, second] = [await started(leases.node()), await started(leases.node())];
    await append('a');
    await append('a', 'b');
    expect([await seesAll(first), await seesAll(second)]).toEqual([true, true]);
    expect(await seen(second, 'a')).toEqual(await seen(first, 'a'));
    expect((await side.reads.builds('tallies')).length).toBe(1);
    expect(await second.status()).toMatchObject([{ position: await side.log.head(), lag: 0, state: 'running' }]);
  });

  it('are waited for past facts that no model wants', async () => {
    await started(leases.node());
    const follower = await started(leases.node());
    for (let other = 0; other < 5; other++) {
      await side.append(fact(0, [], 'test.other.v1'));
      expect(await seesAll(follower)).toBe(true);
    }
    expect(follower.behind(await side.log.head())).toEqual([]);
  });

  it('answer in time when what is waited for does not come', async () => {
    const alone = await started(leases.node(), tallies(), false);
    await append('a');
    expect(await alone.waitFor(['tallies'], await side.log.head(), 100)).toBe(false);
    await expect(seen(alone, 'a')).rejects.toThrow(/not there yet/);
  });

  it('are not there, rather than read from a build of long ago, while what was filled is lost', async () => {
    const [first, node] = [await started(leases.node()), await started(leases.node())];
    await append('a');
    expect(await seesAll(node)).toBe(true);
    await first.stop();
    await node.rebuild('tallies');
    await until('the rebuilt one to be served', async () => (await side.reads.builds('tallies'))[0]?.generation === 2);
    expect(await seesAll(node)).toBe(true);
    const [active] = await side.reads.builds('tallies');
    await side.reads.discard(active!);
    jest.spyOn(side.reads, 'builds').mockRejectedValue(new StoreUnavailable('away'));
    await append('a');
    await until('the loss to be noticed', async () => node.behind('').length > 0);
    await expect(seen(node, 'a')).rejects.toThrow(/not there yet/);
  });

  it('pass to another node when theirs stops, at once', async () => {
    const first = await started(leases.node());
    const second = await started(leases.node());
    await append('a');
    await first.stop();
    await append('a');
    expect(await seesAll(second)).toBe(true);
    await expectExactly();
  });

  it('pass to another node when theirs falls silent; both at work harm nothing', async () => {
    const cutOff = leases.node();
    const first = await started(cutOff);
    const others = leases.node();
    let taken = false;
    const hold: Lease['hold'] = async (...what) => (taken = await others.hold(...what));
    const second = await started(withMethods(others, { hold }));
    cutOff.fallSilent();
    await until('the take-over', async () => {
      await append('a', `x${n % 3}`);
      return taken;
    });
    await Promise.all(Array.from({ length: 50 }, (_, each) => append('a', `x${each % 3}`)));
    expect([await seesAll(first), await seesAll(second)]).toEqual([true, true]);
    await expectExactly();
    await first.stop();
    await append('a');
    expect(await seesAll(second)).toBe(true);
    await expectExactly();
  });

  it('are right though several nodes fill them all the time', async () => {
    const everybodys: Lease = { hold: async () => true, release: async () => undefined };
    const nodes = [await started(everybodys), await started(everybodys), await started(everybodys)];
    await Promise.all(Array.from({ length: 200 }, (_, each) => append(`x${each % 7}`, `y${each % 3}`)));
    for (const node of nodes) expect(await seesAll(node)).toBe(true);
    await expectExactly();
  });

  it('are given back when the lease is lost, and read on', async () => {
    let mine = true;
    const node = await started({ hold: async () => mine, release: async () => undefined });
    await append('a');
    expect(await seesAll(node)).toBe(true);
    mine = false;
    const other = await started(leases.node());
    await append('a');
    expect([await seesAll(node), await seesAll(other)]).toEqual([true, true]);
    expect(await seen(node, 'a')).toHaveLength(2);
    await expectExactly();
  });

  it('keep whoever waits for them waiting when they pass to another node', async () => {
    let [mine, looks] = [true, 0];
    const hold = async () => {
      looks += mine ? 0 : 1;
      return mine;
    };
    const node = await started({ hold, release: async () => undefined });
    await append('a');
    expect(await seesAll(node)).toBe(true);
    const head = await side.log.head();
    const next = String(BigInt(head) + 1n).padStart(head.length, '0');
    const waiting = node.waitFor(['tallies'], next, LONG);
    mine = false;
    await until('the second look, which comes when the first has laid it down', () => looks > 1);
    await started(leases.node());
    await append('a');
    expect([await side.log.head(), await waiting]).toEqual([next, true]);
  });

  it('are rebuilt by the node that fills them, whichever was asked', async () => {
    await started(leases.node());
    const follower = await started(leases.node());
    await append('a');
    await seesAll(follower);
    await follower.rebuild('tallies');
    await until('the switch', async () => {
      const [build, ...others] = await side.reads.builds('tallies');
      return others.length === 0 && build?.active === true && build.generation > 1;
    });
    await until('the follower to follow it', async () => (await follower.status())[0]?.state === 'running');
    await append('a');
    expect(await seesAll(follower)).toBe(true);
    await expectExactly();
  });

  it('are rebuilt once, however often nodes that do not fill them are asked', async () => {
    const follower = await started(leases.node(), tallies(), false);
    await side.reads.activate(await side.reads.begin(TALLIES));
    await Promise.all([1, 2, 3].map(() => follower.rebuild('tallies')));
    await follower.rebuild('tallies');
    expect(await follower.status()).toMatchObject([{ state: 'rebuilding' }]);
    expect((await side.reads.builds('tallies')).map(({ active }) => active)).toEqual([true, false]);
  });

  it('keep their older version as long as a node of the older release fills it', async () => {
    const older = await started(leases.node());
    await append('a');
    const newer = await started(leases.node(), tallies({ version: 2 }));
    await until('the new version to have caught up', async () => {
      const build = (await side.reads.builds('tallies')).find(({ version }) => version === 2);
      return (
        build !== undefined &&
        (await side.reads.table(TALLIES, build).checkpoint())?.position === (await side.log.head())
      );
    });
    await append('a');
    expect([await seesAll(older), await seesAll(newer)]).toEqual([true, true]);
    expect((await side.reads.builds('tallies')).map(({ version, active }) => [version, active])).toEqual([
      [1, true],
      [2, false],
    ]);
    await older.stop();
    await until('the switch', async () => (await side.reads.builds('tallies'))[0]?.version === 2);
    await append('a');
    expect(await seesAll(newer)).toBe(true);
    expect(await seen(newer, 'a')).toHaveLength(3);
  });
});
