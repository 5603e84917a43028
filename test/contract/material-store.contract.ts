import type { MaterialStore } from '../../src/kernel/material-store';
import { same } from './same-bytes';
import { sealedBy } from './sealed-samples';

/** A store that can be closed and opened again on the same data. */
export interface MaterialStoreUnderTest {
  readonly store: MaterialStore;
  reopen(): Promise<MaterialStoreUnderTest>;
  close(): Promise<void>;
}

let count = 0;
const unique = (prefix: string) => `${prefix}${Date.now().toString(36)}${(count += 1)}`;

/** What every material store does, the embedded one included. */
export function materialStoreContract(name: string, open: () => Promise<MaterialStoreUnderTest>): void {
  describe(`material store contract: ${name}`, () => {
    let under: MaterialStoreUnderTest;
    let store: MaterialStore;
    let organizationId: string;
    let vaultId: string;
    let identityId: string;
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
      [organizationId, vaultId, identityId] = [unique('o'), unique('v'), unique('i')];
    });
    afterEach(() => under.close());

    const reopened = async () => {
      under = await under.reopen();
      ({ store } = under);
    };
    const { material, secret, vaultKeys } = sealedBy(() => ({ organizationId, vaultId, identityId }));

    describe('values', () => {
      it('are there after a restart, byte for byte', async () => {
        const large = material(2, { box: new Uint8Array(200_000).fill(7), storedAt: 2 ** 43 });
        await store.add(material(1));
        await store.add(large);
        await reopened();
        same(await store.get(identityId, 1), material(1));
        same(await store.get(identityId, 2), large);
        expect(await store.get(identityId, 3)).toBeUndefined();
        expect(await store.get(unique('i'), 1)).toBeUndefined();
      });

      it('are added only where none stands', async () => {
        expect(await store.add(material(1))).toBe(true);
        const tries = [2, 3, 4].map((byte) => store.add(material(2, { box: Uint8Array.of(byte) })));
        expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
        expect(await store.add(material(1, { box: Uint8Array.of(9) }))).toBe(false);
        await reopened();
        same(await store.get(identityId, 1), material(1));
      });

      it('are listed by number, not by text', async () => {
        for (const version of [10, 2, 9]) await store.add(material(version));
        expect(await store.versions(identityId)).toEqual([2, 9, 10]);
        expect(await store.versions(unique('i'))).toEqual([]);
      });

      it('are re-sealed only where the old secret still seals', async () => {
        await store.add(material(1));
        const resealed = material(1, { secretVersion: 2, box: Uint8Array.of(8) });
        expect(await store.replace(resealed, 1)).toBe(true);
        expect(await store.replace(material(1, { secretVersion: 3 }), 1)).toBe(false);
        expect(await store.replace(material(2), 1)).toBe(false);
        same(await store.get(identityId, 1), resealed);
        expect(await store.versions(identityId)).toEqual([1]);
      });

      it('are re-sealed once when several try', async () => {
        await store.add(material(1));
        const tries = [2, 3, 4, 5].map((secretVersion) => store.replace(material(1, { secretVersion }), 1));
        expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      });

      it('are destroyed one by one; destroying what is gone is no error', async () => {
        for (const version of [1, 2]) await store.add(material(version));
        await store.destroy(identityId, 1);
        await store.destroy(identityId, 1);
        await reopened();
        expect(await store.versions(identityId)).toEqual([2]);
      });

      it('are destroyed with their history, and no other identity with them', async () => {
        const other = unique('i');
        await store.add(material(1));
        await store.add(material(1, { identityId: other }));
        await store.remember(identityId, { version: 1, hash: 'h' }, 10);
        await store.remember(other, { version: 1, hash: 'h' }, 10);
        await store.destroyIdentity(identityId);
        await store.destroyIdentity(identityId);
        expect(await store.versions(identityId)).toEqual([]);
        expect(await store.history(identityId)).toEqual([]);
        expect(await store.versions(other)).toEqual([1]);
        expect(await store.history(other)).toHaveLength(1);
      });

      it('are scanned by identity and version, page by page, the older ones alone', async () => {
        const ids = [`${identityId}b`, `${identityId}a`];
        for (const id of ids) for (const version of [10, 9, 11]) await store.add(material(version, { identityId: id }));
        const mine = ({ identityId: id }: { identityId: string }) => ids.includes(id);
        const found: string[] = [];
        let after: { identityId: string; version: number } | undefined = { identityId, version: 0 };
        while (after !== undefined) {
          const page: Awaited<ReturnType<MaterialStore['scan']>> = await store.scan({
            storedBefore: 11_000,
            after,
            limit: 3,
          });
          found.push(...page.filter(mine).map((address) => `${address.identityId} ${address.version}`));
          after = page.at(-1);
        }
        expect(found).toEqual(ids.toReversed().flatMap((id) => [`${id} 9`, `${id} 10`]));
        const [first] = await store.scan({ storedBefore: 11_000, after: { identityId, version: 0 }, limit: 1 });
        expect(first).toEqual({ organizationId, vaultId, identityId: ids[1], version: 9 });
        expect((await store.scan({ storedBefore: 2 ** 52, limit: 1 })).length).toBe(1);
      });

      it('of older secrets are found and counted, in one organization', async () => {
        await store.add(material(1));
        await store.add(material(2, { secretVersion: 2 }));
        await store.add(material(3, { secretVersion: 3 }));
        await store.add(material(1, { identityId: unique('i'), organizationId: unique('o') }));
        expect(await store.countSealedBefore(organizationId, 3)).toBe(2);
        const versions = (await store.sealedBefore(organizationId, 3, 10)).map(({ version }) => version);
        expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2]);
        same(await store.sealedBefore(organizationId, 2, 1), [material(1)]);
        expect(await store.sealedBefore(organizationId, 3, 1)).toHaveLength(1);
        expect(await store.countSealedBefore(organizationId, 1)).toBe(0);
      });
    });

    describe('organization secrets', () => {
      it('stand side by side until the older ones are destroyed', async () => {
        for (const version of [1, 2, 3]) await store.addSecret(secret(version));
        await store.destroySecretsBefore(organizationId, 3);
        await reopened();
        expect(await store.secret(organizationId, 1)).toBeUndefined();
        expect(await store.secret(organizationId, 2)).toBeUndefined();
        same(await store.secret(organizationId, 3), secret(3));
        expect(await store.secret(unique('o'), 3)).toBeUndefined();
      });

      it('are never overwritten: the first one under a number stands, whoever comes', async () => {
        const tries = [1, 2, 3, 4].map((byte) => store.addSecret(secret(7, byte)));
        expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
        const stands = await store.secret(organizationId, 7);
        expect(await store.addSecret(secret(7, 9))).toBe(false);
        await reopened();
        same(await store.secret(organizationId, 7), stands);
      });

      it('are known by the highest number there is, by number and not by text', async () => {
        expect(await store.highestSecret(organizationId)).toBe(0);
        for (const version of [9, 10, 2]) await store.addSecret(secret(version));
        await store.addSecret({ ...secret(11), organizationId: unique('o') });
        expect(await store.highestSecret(organizationId)).toBe(10);
        await store.destroySecrets(organizationId);
        expect(await store.highestSecret(organizationId)).toBe(0);
      });
    });

    describe('an older secret', () => {
      it('stays while a value or a vault key is sealed by it', async () => {
        for (const version of [1, 2, 3]) await store.addSecret(secret(version));
        await store.add(material(1, { secretVersion: 1 }));
        await store.putVaultKeys({ ...vaultKeys(), secretVersion: 2 });
        expect(await store.destroySecretsBefore(organizationId, 3)).toBe(false);
        same(await store.secret(organizationId, 1), secret(1));
        same(await store.secret(organizationId, 2), secret(2));
        await store.replace(material(1, { secretVersion: 3 }), 1);
        await store.replaceVaultKeys({ ...vaultKeys(), secretVersion: 3 }, 2);
        expect(await store.destroySecretsBefore(organizationId, 3)).toBe(true);
        expect(await store.secret(organizationId, 1)).toBeUndefined();
      });
    });

    describe('vault keys', () => {
      it('are stored once: the first ones stand', async () => {
        same(await store.putVaultKeys(vaultKeys()), vaultKeys());
        same(await store.putVaultKeys(vaultKeys({ salt: Uint8Array.of(9) })), vaultKeys());
        await reopened();
        same(await store.vaultKeys(vaultId), vaultKeys());
        expect(await store.vaultKeys(unique('v'))).toBeUndefined();
      });

      it('are the same for all who make them at once', async () => {
        const made = [1, 2, 3, 4].map((byte) => store.putVaultKeys(vaultKeys({ salt: Uint8Array.of(byte) })));
        const answers = new Set((await Promise.all(made)).map((keys) => keys.salt[0]));
        expect(answers.size).toBe(1);
      });

      it('are re-sealed only where the old secret still seals', async () => {
        await store.putVaultKeys(vaultKeys());
        const resealed = vaultKeys({ historyKey: Uint8Array.of(4), secretVersion: 2 });
        expect(await store.replaceVaultKeys(resealed, 1)).toBe(true);
        expect(await store.replaceVaultKeys(vaultKeys({ secretVersion: 3 }), 1)).toBe(false);
        expect(await store.replaceVaultKeys(vaultKeys({ vaultId: unique('v') }), 1)).toBe(false);
        same(await store.vaultKeys(vaultId), resealed);
      });

      it('of older secrets are found in one organization', async () => {
        await store.putVaultKeys(vaultKeys());
        await store.putVaultKeys(vaultKeys({ vaultId: unique('v'), secretVersion: 2 }));
        await store.putVaultKeys(vaultKeys({ vaultId: unique('v'), organizationId: unique('o') }));
        same(await store.vaultKeysSealedBefore(organizationId, 2, 10), [vaultKeys()]);
        expect(await store.vaultKeysSealedBefore(organizationId, 3, 1)).toHaveLength(1);
      });

      it('are destroyed for good; destroying what is gone is no error', async () => {
        await store.putVaultKeys(vaultKeys());
        await store.destroyVaultKeys(vaultId);
        await store.destroyVaultKeys(vaultId);
        await reopened();
        expect(await store.vaultKeys(vaultId)).toBeUndefined();
      });
    });

    it('forgets every secret of an organization for good, whatever they seal; again is no error', async () => {
      const other = { ...secret(1), organizationId: unique('o') };
      await Promise.all([secret(1), secret(2), other].map((each) => store.addSecret(each)));
      await store.putVaultKeys(vaultKeys());
      await store.destroySecrets(organizationId);
      await store.destroySecrets(organizationId);
      await reopened();
      const found = [other, secret(1), secret(2)].map((each) => store.secret(each.organizationId, each.secretVersion));
      expect((await Promise.all(found)).map((each) => each !== undefined)).toEqual([true, false, false]);
    });

    describe('history', () => {
      it('keeps the newest, newest first', async () => {
        for (let version = 1; version <= 12; version++) {
          await store.remember(identityId, { version, hash: `hash ${version}` }, 10);
        }
        await reopened();
        const expected = Array.from({ length: 10 }, (_, n) => ({ version: 12 - n, hash: `hash ${12 - n}` }));
        expect(await store.history(identityId)).toEqual(expected);
        expect(await store.history(unique('i'))).toEqual([]);
      });

      it('takes a version once, and one that is too old not at all', async () => {
        for (const version of [5, 6, 5, 4]) await store.remember(identityId, { version, hash: `hash ${version}` }, 2);
        expect((await store.history(identityId)).map(({ version }) => version)).toEqual([6, 5]);
      });
    });
  });
}
