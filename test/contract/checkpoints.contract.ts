import { ORIGIN } from '../../src/kernel/subscription/mark';
import { markAt } from './mark-at';
import type { Checkpoints } from '../../src/kernel/checkpoints';

/** A store that can be closed and opened again on the same data. */
export interface CheckpointsUnderTest {
  readonly store: Checkpoints;
  reopen(): Promise<CheckpointsUnderTest>;
  close(): Promise<void>;
}

let count = 0;

/** What every keeper of checkpoints does, the embedded one included. */
export function checkpointsContract(name: string, open: () => Promise<CheckpointsUnderTest>): void {
  describe(`checkpoints contract: ${name}`, () => {
    let under: CheckpointsUnderTest;
    let policy: string;
    beforeEach(async () => {
      under = await open();
      policy = `policy${Date.now().toString(36)}${(count += 1)}`;
    });
    afterEach(() => under.close());

    it('has none for a policy that never ran', async () => {
      expect(await under.store.get(policy)).toBeUndefined();
    });

    it('keeps a mark through a restart, each policy its own', async () => {
      expect(await under.store.set(policy, markAt(10, 'e10'), undefined)).toBe(true);
      await under.store.set(`${policy}x`, markAt(20, 'e20'), undefined);
      under = await under.reopen();
      expect(await under.store.get(policy)).toEqual(markAt(10, 'e10'));
    });

    it('puts a mark in the place of the one before and of no other', async () => {
      await under.store.set(policy, markAt(10, 'e10'), undefined);
      for (const before of [undefined, markAt(9, 'e9'), markAt(10, 'another')]) {
        expect(await under.store.set(policy, markAt(11, 'e11'), before)).toBe(false);
      }
      expect(await under.store.get(policy)).toEqual(markAt(10, 'e10'));
      expect(await under.store.set(policy, markAt(11, 'e11'), markAt(10, 'e10'))).toBe(true);
      expect(await under.store.set(policy, markAt(3, 'e3'), markAt(11, 'e11'))).toBe(true);
      expect(await under.store.get(policy)).toEqual(markAt(3, 'e3'));
    });

    it('lets one of many win', async () => {
      const firsts = await Promise.all([1, 2, 3].map((n) => under.store.set(policy, markAt(n, `e${n}`), undefined)));
      expect(firsts.filter(Boolean)).toHaveLength(1);
      const before = await under.store.get(policy);
      const nexts = await Promise.all([7, 8, 9].map((n) => under.store.set(policy, markAt(n, `e${n}`), before)));
      expect(nexts.filter(Boolean)).toHaveLength(1);
    });

    it('knows the place before the first fact from none', async () => {
      await under.store.set(policy, ORIGIN, undefined);
      expect(await under.store.get(policy)).toEqual(ORIGIN);
    });
  });
}
