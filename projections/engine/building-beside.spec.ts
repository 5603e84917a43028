import { StoreUnavailable } from '../../src/kernel/store-errors';
import { ReadSide, fact, tallies, TALLIES, type Tally } from '../../test/support/read-side';
import { until } from '../../test/support/until';
import type { Projections } from './projections';

const LONG = 20_000;
const seen = async (projections: Projections, id: string) =>
  (await projections.readModel<Tally>('tallies').get(id))?.seen;

/** Something to be held up until a test lets it go. */
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

describe('building a read model beside what is served', () => {
  let side: ReadSide;
  beforeEach(() => {
    side = new ReadSide();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await side.close();
  });

  const caughtUp = async (projections: Projections) => projections.waitFor(['tallies'], await side.log.head(), LONG);

  it('serves the old build until the new one has caught up, and keeps those who wait through the switch', async () => {
    await side.append(fact(1, ['a']));
    const projections = side.projections(tallies());
    await projections.start();
    await caughtUp(projections);
    const { opened, open } = gate();
    const tableOf = side.reads.table.bind(side.reads);
    jest.spyOn(side.reads, 'table').mockImplementation(<D>(...args: Parameters<typeof tableOf>) => {
      const table = tableOf<D>(...args);
      const write = table.write.bind(table);
      return Object.assign(table, {
        write: (...what: Parameters<typeof write>) => opened.then(() => write(...what)),
      });
    });
    await projections.rebuild('tallies');
    expect(await seen(projections, 'a')).toEqual([1]);
    expect(await projections.status()).toMatchObject([{ state: 'rebuilding', progress: { percent: 0 } }]);
    const activate = jest.spyOn(side.reads, 'activate').mockImplementationOnce(async () => {
      throw new StoreUnavailable('away');
    });
    const waiting = projections.waitFor(['tallies'], '0000000000000002', LONG);
    open();
    await side.until(() => side.told.trouble.length > 0);
    expect(await projections.status()).toMatchObject([{ state: 'rebuilding' }]);
    await side.until(() => side.told.progress.length > 0);
    expect(activate).toHaveBeenCalledTimes(2);
    await side.append(fact(2, ['a']));
    expect(await waiting).toBe(true);
    expect(await seen(projections, 'a')).toEqual([1, 2]);
    expect(side.told.progress).toEqual(['tallies 100']);
    expect(await side.reads.builds('tallies')).toMatchObject([{ generation: 2, active: true }]);
  });

  it('rebuilds once, however often it is asked meanwhile', async () => {
    const projections = side.projections(tallies());
    await projections.start();
    await Promise.all([projections.rebuild('tallies'), projections.rebuild('tallies')]);
    await side.until(() => side.told.progress.length > 0);
    expect(await side.reads.builds('tallies')).toMatchObject([{ generation: 2 }]);
    await expect(async () => projections.rebuild('nothing')).rejects.toThrow('nothing');
  });

  it('rebuilds again what was rebuilt before, while that one is still at work', async () => {
    const { opened, open } = gate();
    const begun = gate();
    const tableOf = side.reads.table.bind(side.reads);
    jest.spyOn(side.reads, 'table').mockImplementation(<D>(...args: Parameters<typeof tableOf>) => {
      const table = tableOf<D>(...args);
      const write = table.write.bind(table);
      const [, { generation }] = args;
      const held = async (...what: Parameters<typeof write>) => {
        if (what[0].length > 0) {
          begun.open();
          await opened;
        }
        return write(...what);
      };
      return Object.assign(table, generation === 2 ? { write: held } : {});
    });
    const projections = side.projections(tallies());
    await projections.start();
    await projections.rebuild('tallies');
    await side.until(() => side.told.progress.length === 1);
    await side.append(fact(1, ['a']));
    await begun.opened;
    const ended = jest.spyOn(AbortController.prototype, 'abort');
    await projections.rebuild('tallies');
    await until('the end of the one before', () => ended.mock.calls.length > 0);
    open();
    await side.until(() => side.told.progress.length === 2);
    expect(await seen(projections, 'a')).toEqual([1]);
    expect(await side.reads.builds('tallies')).toMatchObject([{ generation: 3, active: true }]);
  });

  it('goes from one version to the next without a gap', async () => {
    await side.append(fact(1, ['a']));
    const old = side.projections(tallies());
    await old.start();
    await caughtUp(old);
    await old.stop();
    const { opened, open } = gate();
    const subscribe = side.log.subscribe.bind(side.log);
    jest.spyOn(side.log, 'subscribe').mockImplementation(async function* (options) {
      await opened;
      yield* subscribe(options);
    });
    const upgraded = side.projections(tallies({ version: 2 }));
    await upgraded.start();
    expect(await seen(upgraded, 'a')).toEqual([1]);
    expect(await upgraded.waitFor(['tallies'], await side.log.head(), LONG)).toBe(false);
    open();
    await side.until(() => side.told.progress.length > 0);
    expect(await caughtUp(upgraded)).toBe(true);
    expect(await side.reads.builds('tallies')).toMatchObject([{ version: 2, active: true }]);
    expect(await seen(upgraded, 'a')).toEqual([1]);
  });

  it('resumes an unfinished build after a restart', async () => {
    await side.reads.activate(await side.reads.begin(TALLIES));
    await side.reads.begin(TALLIES);
    await side.append(fact(1, ['a']));
    const projections = side.projections(tallies());
    await projections.start();
    await side.until(() => side.told.progress.length > 0);
    expect(await side.reads.builds('tallies')).toMatchObject([{ generation: 2, active: true }]);
    expect(await seen(projections, 'a')).toEqual([1]);
  });
});
