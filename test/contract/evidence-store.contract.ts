import type { Attestation, EvidenceStore, KeptCheckpoint } from '../../src/kernel/evidence-store';

/** A store that can be closed and opened again on the same data. */
export interface EvidenceStoreUnderTest {
  readonly store: EvidenceStore;
  reopen(): Promise<EvidenceStoreUnderTest>;
  close(): Promise<void>;
}

const of = (log: number, size: number, more: Partial<KeptCheckpoint> = {}): KeptCheckpoint => ({
  log,
  size,
  origin: `o${log}`,
  root: `root ${size}`,
  note: `note ${log} ${size}\n`,
  vkey: `key ${log}`,
  signedAt: '2026-02-01T09:30:00.000Z',
  ...more,
});

const said = (size: number, by: string, more: Partial<Attestation> = {}): Attestation => ({
  log: 1,
  size,
  by,
  kind: 'cosignature',
  content: `${by} saw ${size}`,
  keptAt: '2026-02-01T09:30:00.000Z',
  ...more,
});

/** What every keeper of signed checkpoints does, the embedded one included. */
export function evidenceStoreContract(name: string, open: () => Promise<EvidenceStoreUnderTest>): void {
  describe(`evidence store contract: ${name}`, () => {
    let under: EvidenceStoreUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());

    it('has none at first', async () => {
      expect(await under.store.newest(1)).toBeUndefined();
      expect(await under.store.after(1, 0, 10)).toEqual([]);
      expect(await under.store.keys()).toEqual([]);
    });

    it('keeps what it was given through a restart, each log its own', async () => {
      for (const each of [of(1, 10), of(1, 20), of(2, 5)]) await under.store.keep(each);
      under = await under.reopen();
      expect(await under.store.newest(1)).toEqual(of(1, 20));
      expect(await under.store.newest(2)).toEqual(of(2, 5));
    });

    it('finds the largest of at most a size, whatever the order in which they came', async () => {
      for (const size of [30, 10, 20]) await under.store.keep(of(1, size));
      expect([await under.store.newest(1, 9), (await under.store.newest(1, 29))?.size]).toEqual([undefined, 20]);
      expect((await under.store.after(1, 10, 10)).map(({ size }) => size)).toEqual([20, 30]);
      expect((await under.store.after(1, 0, 2)).map(({ size }) => size)).toEqual([10, 20]);
    });

    it('keeps the first one of a size', async () => {
      await under.store.keep(of(1, 10));
      await under.store.keep(of(1, 10, { root: 'another', note: 'another\n' }));
      expect(await under.store.after(1, 0, 10)).toEqual([of(1, 10)]);
    });

    it('keeps what others said of checkpoints through a restart, the first word of each', async () => {
      const all = [said(10, 'a'), said(10, 'b'), said(20, 'a', { kind: 'timestamp' }), said(10, 'a', { log: 2 })];
      for (const each of all) await under.store.keepAttestation(each);
      await under.store.keepAttestation(said(10, 'a', { content: 'something else' }));
      under = await under.reopen();
      expect(await under.store.attestations(1, 0, 20)).toEqual(all.slice(0, 3));
      expect(await under.store.attestations(1, 10, 20)).toEqual([all[2]]);
      expect(await under.store.attestations(1, 0, 19)).toEqual(all.slice(0, 2));
      expect(await under.store.newestAttestations(1, 2)).toEqual([all[2], all[0]]);
      expect(await under.store.newestAttestations(1, 5, 'b')).toEqual([all[1]]);
      expect(await under.store.newestAttestations(3, 5)).toEqual([]);
    });

    it('tells the keys of all logs, the newest first, each once', async () => {
      for (const each of [of(1, 10), of(1, 20), of(2, 5)]) await under.store.keep(each);
      expect(await under.store.keys()).toEqual(['key 2', 'key 1']);
    });
  });
}
