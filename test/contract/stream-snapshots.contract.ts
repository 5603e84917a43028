import type { StreamSnapshots } from '../../src/kernel/stream-snapshots';

/** A store that can be closed and opened again on the same data. */
export interface SnapshotsUnderTest {
  readonly store: StreamSnapshots;
  reopen(): Promise<SnapshotsUnderTest>;
  close(): Promise<void>;
}

const LONG = 3_000_000;
const kept = (stream: string, text = '{"state":{"a":1}}') => ({ stream, text, code: 'key12345.code' });

/** What everything does that keeps snapshots of streams. */
export function streamSnapshotsContract(name: string, open: () => Promise<SnapshotsUnderTest>): void {
  describe(`stream snapshots contract: ${name}`, () => {
    let under: SnapshotsUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());

    it('keeps one of each stream, the last one, over a restart too', async () => {
      await under.store.put(kept('vault-a', '1'));
      await under.store.put(kept('vault-b', '2'));
      await under.store.put(kept('vault-a', '3'));
      under = await under.reopen();
      expect(await under.store.find('vault-a')).toEqual(kept('vault-a', '3'));
      expect(await under.store.find('vault-b')).toEqual(kept('vault-b', '2'));
    });

    it('finds nothing of a stream it keeps nothing of, and drops that without complaint', async () => {
      expect(await under.store.find('vault-a')).toBeUndefined();
      await under.store.drop('vault-a');
      expect(await under.store.find('vault-a')).toBeUndefined();
    });

    it('drops one and leaves the others', async () => {
      await under.store.put(kept('vault-a'));
      await under.store.put(kept('vault-b'));
      await under.store.drop('vault-a');
      expect(await under.store.find('vault-a')).toBeUndefined();
      expect(await under.store.find('vault-b')).toEqual(kept('vault-b'));
    });

    it.each(['__proto__', 'Größe ✓ 𝒳 "quoted"\n', 'x'.repeat(LONG)])(
      'keeps a text to the letter: %.12j',
      async (text) => {
        await under.store.put(kept('vault-a', text));
        expect((await under.store.find('vault-a'))?.text === text).toBe(true);
      },
    );
  });
}
