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

    it('keeps a position through a restart, each policy its own', async () => {
      await under.store.set(policy, '00000010');
      await under.store.set(`${policy}x`, '00000020');
      under = await under.reopen();
      expect(await under.store.get(policy)).toBe('00000010');
    });

    it('moves forward only', async () => {
      await under.store.set(policy, '00000010');
      await under.store.set(policy, '00000009');
      expect(await under.store.get(policy)).toBe('00000010');
      await Promise.all(['00000013', '00000011', '00000012'].map((position) => under.store.set(policy, position)));
      expect(await under.store.get(policy)).toBe('00000013');
    });

    it('knows the position before the first fact from none', async () => {
      await under.store.set(policy, '');
      expect(await under.store.get(policy)).toBe('');
    });
  });
}
