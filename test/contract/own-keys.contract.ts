import type { SealedSecret, SealedVaultKeys } from '../../src/kernel/material';
import type { MaterialStore } from '../../src/kernel/material-store';
import type { OwnKeyStore, SealedOwnKey } from '../../src/kernel/own-keys';
import type { RootBox, RootBoxes } from '../../src/kernel/root-boxes';

export interface KeysUnderTest {
  readonly store: {
    readonly ownKeys: OwnKeyStore;
    readonly rootBoxes: RootBoxes;
    readonly values: Pick<MaterialStore, 'addSecret' | 'secret' | 'putVaultKeys' | 'vaultKeys'>;
  };
  reopen(): Promise<KeysUnderTest>;
  close(): Promise<void>;
}

const plain = <T extends { readonly box: Uint8Array }>(each: T) => ({ ...each, box: [...each.box] });

const ownKey = (version: number, byte = version): SealedOwnKey => ({
  name: 'cursors',
  version,
  madeAt: 1000 * version,
  box: Uint8Array.of(byte, 0, 255),
});

/** What every store of sealed values does for the server's own keys, and for a change of the root key. */
export function ownKeysContract(name: string, open: () => Promise<KeysUnderTest>): void {
  describe(`own keys contract: ${name}`, () => {
    let under: KeysUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());

    const reopened = async () => {
      under = await under.reopen();
      return under.store;
    };
    const boxes = async (limit = 100): Promise<readonly RootBox[]> => {
      const found: RootBox[] = [];
      for await (const page of under.store.rootBoxes.pages(limit)) found.push(...page);
      return found;
    };

    it('keeps each version under its number, by name and number, byte for byte', async () => {
      expect(await under.store.ownKeys.all()).toEqual([]);
      for (const version of [10, 2, 1]) expect(await under.store.ownKeys.add(ownKey(version))).toBe(true);
      const { ownKeys } = await reopened();
      expect((await ownKeys.all()).map(plain)).toEqual([1, 2, 10].map((version) => plain(ownKey(version))));
    });

    it('gives a number once, whoever asks at the same time', async () => {
      const tries = [1, 2, 3].map((byte) => under.store.ownKeys.add(ownKey(1, byte)));
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      expect(await under.store.ownKeys.add(ownKey(1, 9))).toBe(false);
      expect(await under.store.ownKeys.all()).toHaveLength(1);
    });

    it('forgets a version, and nothing beside it', async () => {
      await under.store.ownKeys.add(ownKey(1));
      await under.store.ownKeys.add(ownKey(2));
      await under.store.ownKeys.destroy('cursors', 1);
      await under.store.ownKeys.destroy('cursors', 1);
      const { ownKeys } = await reopened();
      expect((await ownKeys.all()).map(({ version }) => version)).toEqual([2]);
    });

    it('tells its root key from every other, and takes another one only from who knows which stands there', async () => {
      const { rootBoxes } = under.store;
      expect(await rootBoxes.mark()).toBeUndefined();
      const told = await Promise.all(
        ['a', 'b'].map((fingerprint) => rootBoxes.setMark({ fingerprint, generation: 1 }, undefined)),
      );
      expect(told.filter(Boolean)).toHaveLength(1);
      const first = (await rootBoxes.mark())?.fingerprint ?? '';
      expect(await rootBoxes.setMark({ fingerprint: 'c', generation: 2, former: first }, 'nobody')).toBe(false);
      expect(await rootBoxes.setMark({ fingerprint: 'c', generation: 2, former: first }, first)).toBe(true);
      const again = await reopened();
      expect(await again.rootBoxes.mark()).toEqual({ fingerprint: 'c', generation: 2, former: first });
      expect(await again.rootBoxes.setMark({ fingerprint: 'c', generation: 2 }, 'c')).toBe(true);
      expect(await again.rootBoxes.mark()).toEqual({ fingerprint: 'c', generation: 2 });
    });

    it('lists all that lies under the root key, and puts a box only in the place of the one that was read', async () => {
      const secret = (secretVersion: number): SealedSecret => ({
        organizationId: 'o',
        secretVersion,
        box: Uint8Array.of(1, secretVersion),
      });
      const keys: SealedVaultKeys = {
        organizationId: 'o',
        vaultId: 'v',
        salt: Uint8Array.of(2),
        historyKey: Uint8Array.of(3),
        secretVersion: 1,
      };
      await under.store.values.addSecret(secret(1));
      await under.store.values.addSecret(secret(2));
      await under.store.values.putVaultKeys(keys);
      await under.store.ownKeys.add(ownKey(1));
      const found = await boxes(1);
      expect(found.map(({ kind }) => kind).toSorted()).toEqual(['own-key', 'salt', 'secret', 'secret']);
      const stale = found.map((read) => ({ read: { ...read, box: Uint8Array.of(7) }, box: Uint8Array.of(8) }));
      await under.store.rootBoxes.replace(stale);
      expect((await boxes()).map(plain)).toEqual(found.map(plain));
      await under.store.rootBoxes.replace(found.map((read, index) => ({ read, box: Uint8Array.of(9, index) })));
      await reopened();
      expect((await boxes()).map(plain)).toEqual(
        found.map((read, index) => plain({ ...read, box: Uint8Array.of(9, index) })),
      );
      expect(await under.store.values.vaultKeys('v')).toMatchObject({ secretVersion: 1 });
      expect([...((await under.store.values.vaultKeys('v'))?.historyKey ?? [])]).toEqual([3]);
    });
  });
}
