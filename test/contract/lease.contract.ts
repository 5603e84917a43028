import type { Lease } from '../../src/kernel/lease';
import { until } from '../support/until';

/** Nodes before one store: each `node` is another one; killed ones are simply not asked any more. */
export interface LeasesUnderTest {
  node(): Promise<Lease>;
  close(): Promise<void>;
}

let count = 0;

/** What every lease that several nodes share does. */
export function leaseContract(name: string, open: () => Promise<LeasesUnderTest>): void {
  describe(`lease contract: ${name}`, () => {
    let under: LeasesUnderTest;
    let one: Lease;
    let other: Lease;
    let work: string;
    beforeEach(async () => {
      under = await open();
      [one, other] = await Promise.all([under.node(), under.node()]);
      work = `work ${Date.now().toString(36)} ${(count += 1)}`;
    });
    afterEach(() => under.close());

    it('is one node’s alone, however many ask at once, and renewed by it alone', async () => {
      const nodes = [one, other, await under.node(), await under.node()];
      const held = await Promise.all(nodes.map((node) => node.hold(work, 60_000)));
      expect(held.filter(Boolean)).toHaveLength(1);
      expect(await Promise.all(nodes.map((node) => node.hold(work, 60_000)))).toEqual(held);
    });

    it('is held name by name', async () => {
      expect(await one.hold(work, 60_000)).toBe(true);
      expect(await other.hold(`${work}x`, 60_000)).toBe(true);
    });

    it('is free once it is released, by its holder only', async () => {
      await one.hold(work, 60_000);
      await other.release(work);
      expect(await other.hold(work, 60_000)).toBe(false);
      await one.release(work);
      expect(await other.hold(work, 60_000)).toBe(true);
      expect(await one.hold(work, 60_000)).toBe(false);
    });

    it('passes to another node when its holder has been silent for as long as it asked for', async () => {
      await one.hold(work, 100);
      expect(await other.hold(work, 100)).toBe(false);
      await until('the take-over', () => other.hold(work, 60_000));
      expect(await one.hold(work, 60_000)).toBe(false);
    });

    it('stays with a holder that renews it', async () => {
      await one.hold(work, 300);
      for (const end = Date.now() + 1000; Date.now() < end;) {
        expect(await one.hold(work, 300)).toBe(true);
        expect(await other.hold(work, 300)).toBe(false);
      }
    });
  });
}
