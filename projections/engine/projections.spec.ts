import { until } from '../../test/support/until';
import { chokingOn, fact, ReadSide, tallies, TALLIES, type Tally } from '../../test/support/read-side';
import { StoreDamaged, StoreUnavailable } from '../../src/kernel/store-errors';
import type { Projections } from './projections';

const LONG = 20_000;
const seen = async (projections: Projections, id: string, name = 'tallies') =>
  (await projections.readModel<Tally>(name).get(id))?.seen;

describe('projections', () => {
  let side: ReadSide;
  beforeEach(() => {
    side = new ReadSide();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await side.close();
  });

  const caughtUp = async (projections: Projections, ...names: readonly string[]) =>
    projections.waitFor(names.length === 0 ? ['tallies'] : names, await side.log.head(), LONG);

  describe('following the log', () => {
    it('applies what is there and what comes, and builds at once when there is nothing to serve', async () => {
      await side.append(fact(1, ['a']), fact(2, ['a', 'b']));
      const projections = side.projections(tallies());
      await projections.start();
      expect(await caughtUp(projections)).toBe(true);
      await side.append(fact(3, ['b']), fact(4, ['a'], 'test.removed.v1'));
      expect(await caughtUp(projections)).toBe(true);
      expect([await seen(projections, 'a'), await seen(projections, 'b')]).toEqual([undefined, [2, 3]]);
      expect(await projections.status()).toEqual([
        { name: 'tallies', version: 1, position: await side.log.head(), current: true, lag: 0, state: 'running' },
      ]);
      expect(await side.reads.builds('tallies')).toMatchObject([{ active: true }]);
    });

    it('moves past events nobody wants, and writes that down at most once a second', async () => {
      const table = side.reads.table(TALLIES, { model: 'tallies', version: 1, generation: 1, active: true });
      const written = async () => (await table.checkpoint())?.position ?? '';
      const projections = side.projections(tallies());
      await projections.start();
      for (let n = 1; n <= 3; n++) {
        await side.append(fact(n, ['a'], 'test.other.v1'));
        expect(await caughtUp(projections)).toBe(true);
      }
      expect(await written()).toBe('');
      side.now += 1001;
      const { position } = await side.append(fact(4, ['a'], 'test.other.v1'));
      await side.append(fact(5, ['a'], 'test.other.v1'));
      // A checkpoint is written after those who wait have been told.
      await until('the checkpoint is written', async () => (await written()) >= position);
      await side.append(fact(6, ['a'], 'test.other.v1'));
      await caughtUp(projections);
      expect(await written()).not.toBe(await side.log.head());
      await projections.stop();
      expect(await written()).toBe(await side.log.head());
    });

    it('goes on where it was after a restart', async () => {
      await side.append(fact(1, ['a']));
      const first = side.projections(tallies());
      await first.start();
      await caughtUp(first);
      await first.stop();
      await side.append(fact(2, ['a']));
      const subscribed = jest.spyOn(side.log, 'subscribe');
      const second = side.projections(tallies());
      await second.start();
      await caughtUp(second);
      expect(subscribed.mock.calls[0]?.[0].after).toBe(side.log.events[0]?.position);
      expect(await seen(second, 'a')).toEqual([1, 2]);
    });

    it('tries again what a store could not do just now, and misses nothing', async () => {
      side.log.failure = new StoreUnavailable('away');
      const projections = side.projections(tallies());
      await projections.start();
      await side.append(fact(1, ['a']));
      expect(await caughtUp(projections)).toBe(true);
      expect(side.told.trouble).toHaveLength(1);
      expect(await seen(projections, 'a')).toEqual([1]);
    });

    it('says that it stopped at a damaged store, and goes on when somebody has mended it', async () => {
      side.log.failure = new StoreDamaged('torn');
      const projections = side.projections(tallies());
      await projections.start();
      await side.until(() => side.told.stopped.length > 0);
      expect(side.told.stopped).toEqual(['tallies: torn']);
      expect(await projections.status()).toMatchObject([{ state: 'stopped', error: 'torn' }]);
      await side.append(fact(1, ['a']));
      await until('it to go on', async () => (await projections.status())[0]?.state === 'running');
      expect(await seen(projections, 'a')).toEqual([1]);
    });

    it('refuses to fill what a newer release built', async () => {
      await side.reads.activate(await side.reads.begin({ ...TALLIES, version: 2 }));
      await expect(side.projections(tallies()).start()).rejects.toThrow(StoreDamaged);
    });

    it('lets two fill one table: a lost lease harms nobody', async () => {
      const [one, two] = [side.projections(tallies()), side.projections(tallies())];
      await one.start();
      await two.start();
      for (let n = 1; n <= 50; n++) {
        await side.append(fact(n, [n % 2 === 0 ? 'a' : 'b', 'c']));
      }
      expect(await Promise.all([caughtUp(one), caughtUp(two)])).toEqual([true, true]);
      expect(await seen(two, 'c')).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    });
  });

  describe('waiting', () => {
    it('answers as soon as every model named is there, and false in time when one is not', async () => {
      const projections = side.projections(tallies(), tallies({ name: 'others' }));
      await projections.start();
      const waiting = projections.waitFor(['tallies', 'others'], '0000000000000001', LONG);
      await side.append(fact(1, ['a']));
      expect(await waiting).toBe(true);
      expect(await projections.waitFor(['tallies'], '0000000000000002', 1)).toBe(false);
      expect(projections.behind('0000000000000001')).toEqual([]);
      expect(projections.behind('0000000000000002')).toEqual(['tallies', 'others']);
    });

    it('gives up with what it waits for', async () => {
      const projections = side.projections(tallies());
      await projections.start();
      const waiting = projections.waitFor(['tallies'], '0000000000000009', LONG);
      await projections.stop();
      expect(await waiting).toBe(false);
    });
  });

  describe('a poisonous event', () => {
    it('stops that projection alone, after all that came before it, and skips nothing', async () => {
      await side.append(fact(1, ['a']), fact(2, ['b']), fact(3, ['a', 'b']), fact(4, ['a']));
      const projections = side.projections(chokingOn(3, tallies()), tallies({ name: 'others' }));
      await projections.start();
      await caughtUp(projections, 'others');
      await side.until(() => side.told.stopped.length > 0);
      const [, second, third] = side.log.events;
      expect([await seen(projections, 'a'), await seen(projections, 'b')]).toEqual([[1], [2]]);
      expect(await seen(projections, 'a', 'others')).toEqual([1, 3, 4]);
      const [stopped, running] = await projections.status();
      expect(stopped).toMatchObject({ state: 'stopped', position: second?.position, current: false });
      expect(stopped?.error).toBe(`test.added.v1 at ${third?.position} (${third?.id}): can not take 3`);
      expect(running).toMatchObject({ state: 'running', current: true });
      expect(side.told.stopped).toEqual([`tallies: ${stopped?.error}`]);
    });

    it('lets nobody wait for what will not come', async () => {
      const projections = side.projections(chokingOn(1, tallies()));
      await projections.start();
      const waiting = projections.waitFor(['tallies'], '0000000000000001', LONG);
      await side.append(fact(1, ['a']));
      expect(await waiting).toBe(false);
      expect(await projections.waitFor(['tallies'], '0000000000000001', LONG)).toBe(false);
    });

    it('is tried again and taken as soon as it can be, without a restart; it is told once', async () => {
      await side.append(fact(1, ['a']), fact(2, ['a']), fact(3, ['a']));
      let [chokes, tries] = [true, 0];
      const sound = tallies();
      const projections = side.projections({
        ...sound,
        next: (tally, event, id) => {
          tries += (event.data as { n: number }).n === 2 ? 1 : 0;
          return (chokes ? chokingOn(2, sound) : sound).next(tally, event, id);
        },
      });
      await projections.start();
      await until('the second try', () => tries > 1);
      expect(await projections.status()).toMatchObject([{ state: 'stopped' }]);
      chokes = false;
      await until('it to go on', async () => (await seen(projections, 'a'))?.length === 3);
      expect(await projections.status()).toMatchObject([{ state: 'running', current: true }]);
      expect(side.told.stopped).toHaveLength(1);
    });

    it('is taken when the projector has learnt to, at the next start', async () => {
      await side.append(fact(1, ['a']), fact(2, ['a']));
      const choking = side.projections(chokingOn(2, tallies()));
      await choking.start();
      await side.until(() => side.told.stopped.length > 0);
      await choking.stop();
      const mended = side.projections(tallies());
      await mended.start();
      expect(await caughtUp(mended)).toBe(true);
      expect(await seen(mended, 'a')).toEqual([1, 2]);
    });

    it('met by a rebuild leaves what is served alone, and the rebuild can be asked for again', async () => {
      await side.append(fact(1, ['a']), fact(2, ['a']));
      let chokes = false;
      const [sound, choking] = [tallies(), chokingOn(2, tallies())];
      const projections = side.projections({
        ...sound,
        next: (...args) => (chokes ? choking : sound).next(...args),
      });
      await projections.start();
      await caughtUp(projections);
      chokes = true;
      await projections.rebuild('tallies');
      await side.until(() => side.told.stopped.length > 0);
      chokes = false;
      expect(await seen(projections, 'a')).toEqual([1, 2]);
      expect(await projections.status()).toMatchObject([{ state: 'stopped', current: true }]);
      await projections.rebuild('tallies');
      await side.until(() => side.told.progress.length > 0);
      expect(await projections.status()).toMatchObject([{ state: 'running' }]);
      expect(await side.reads.builds('tallies')).toMatchObject([{ active: true }]);
    });
  });
});
