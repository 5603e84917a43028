import type { MaterialStore } from '../../src/kernel/material-store';
import { same } from './same-bytes';
import type { MaterialStoreUnderTest } from './material-store.contract';
import { sealedBy } from './sealed-samples';

let count = 0;
const unique = (prefix: string) => `${prefix}${Date.now().toString(36)}l${(count += 1)}`;

/** What every material store does with values that are sealed as `v1` still. */
export function legacyMaterialContract(name: string, open: () => Promise<MaterialStoreUnderTest>): void {
  describe(`values sealed as v1: ${name}`, () => {
    let under: MaterialStoreUnderTest;
    let store: MaterialStore;
    let owned: { organizationId: string; vaultId: string; identityId: string };
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
      owned = { organizationId: unique('o'), vaultId: unique('v'), identityId: unique('i') };
    });
    afterEach(() => under.close());
    const { material } = sealedBy(() => owned);
    const page = async (limit: number, after?: { identityId: string; version: number }) =>
      store.legacy(owned.organizationId, { limit, ...(after === undefined ? {} : { after }) });

    it('are rewritten once, whoever comes first, and nothing else is', async () => {
      await store.add(material(1, { scheme: 'v1' }));
      await store.add(material(2));
      const tries = [7, 8, 9].map((byte) => store.upgrade(material(1, { box: Uint8Array.of(byte) })));
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      expect((await store.get(owned.identityId, 1))?.scheme).toBe('v2');
      expect(await store.upgrade(material(2, { box: Uint8Array.of(9) }))).toBe(false);
      expect(await store.upgrade(material(3))).toBe(false);
      same(await store.get(owned.identityId, 2), material(2));
      expect(await store.versions(owned.identityId)).toEqual([1, 2]);
    });

    it('are listed page by page, of one organization, until they are rewritten', async () => {
      const ids = [`${owned.identityId}b`, `${owned.identityId}a`];
      for (const identityId of ids) {
        for (const version of [10, 9]) await store.add(material(version, { identityId, scheme: 'v1' }));
        await store.add(material(1, { identityId }));
      }
      await store.add(material(1, { organizationId: unique('o'), scheme: 'v1', identityId: unique('i') }));
      const found: string[] = [];
      for (let after: { identityId: string; version: number } | undefined, more = true; more;) {
        const addresses = await page(3, after);
        found.push(...addresses.map(({ identityId, version }) => `${identityId} ${version}`));
        after = addresses.at(-1);
        more = addresses.length === 3;
      }
      expect(found).toEqual(ids.toReversed().flatMap((id) => [`${id} 9`, `${id} 10`]));
      const [first] = await page(1);
      // Whole, so that whoever seals a page anew reads it in one go.
      same(first, material(9, { identityId: ids[1] ?? '', scheme: 'v1' }));
      await store.upgrade(material(9, { identityId: ids[1] ?? '' }));
      expect(await page(1)).toMatchObject([{ identityId: ids[1], version: 10 }]);
    });
  });
}
