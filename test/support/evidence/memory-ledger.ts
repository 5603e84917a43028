import { ledger } from '../../../projections/ledger/projector';
import type { LedgerDocument } from '../../../projections/ledger/document';
import type { EvidenceParts } from '../../../src/evidence/evidence-parts';
import type { Attestation, KeptCheckpoint } from '../../../src/kernel/evidence-store';
import type { Condition, FindOptions } from '../../../src/kernel/read-model';
import type { RecordedEvent } from '../../../src/kernel/recorded-event';

const fits = (document: LedgerDocument, condition: Condition): boolean => {
  const value = (document as unknown as Readonly<Record<string, string | undefined>>)[condition.field] ?? '';
  if ('is' in condition) return value === condition.is;
  if ('in' in condition || 'notIn' in condition || 'absent' in condition) throw new Error('not asked of a ledger');
  const { above, atLeast, below, atMost } = condition;
  return (
    (above === undefined || value > String(above)) &&
    (atLeast === undefined || value >= String(atLeast)) &&
    (below === undefined || value < String(below)) &&
    (atMost === undefined || value <= String(atMost))
  );
};

/** The read model `ledger` of facts that lie in memory, filled by its own projector. */
export const memoryLedger = () => {
  const facts: RecordedEvent[] = [];
  const nodes = new Map<string, LedgerDocument>();
  const kept: KeptCheckpoint[] = [];
  const attested: Attestation[] = [];

  const find = async ({ where = [], order, limit }: FindOptions) => {
    const found = [...nodes.values()]
      .filter((document) => where.every((condition) => fits(document, condition)))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return (order?.descending === true ? found.toReversed() : found).slice(0, limit);
  };
  const table = {
    find,
    get: async (id: string) => nodes.get(id),
    count: async () => nodes.size,
    load: async (ids: readonly string[]) =>
      new Map(
        ids.flatMap((id) => {
          const document = nodes.get(id);
          return document === undefined ? [] : [[id, { id, position: '', document }] as const];
        }),
      ),
  };
  const parts: Pick<EvidenceParts, 'store' | 'readModels' | 'kept'> = {
    store: {
      readAll: async ({ from = '', limit }) => facts.filter(({ position }) => position > from).slice(0, limit),
    },
    readModels: {
      readModel: <D>() =>
        table as unknown as ReturnType<EvidenceParts['readModels']['readModel']> as never as D & never,
    },
    kept: {
      keep: async (checkpoint) => {
        if (!kept.some(({ log, size }) => log === checkpoint.log && size === checkpoint.size)) kept.push(checkpoint);
      },
      newest: async (log, atMost = Number.MAX_SAFE_INTEGER) =>
        kept.findLast((each) => each.log === log && each.size <= atMost),
      after: async (log, size, limit) => kept.filter((each) => each.log === log && each.size > size).slice(0, limit),
      keepAttestation: async (attestation) => void attested.push(attestation),
      attestations: async (log, above, atMost) =>
        attested.filter((each) => each.log === log && each.size > above && each.size <= atMost),
      newestAttestations: async (log, limit, by) =>
        attested
          .filter((each) => each.log === log && (by === undefined || each.by === by))
          .toSorted((a, b) => b.size - a.size)
          .slice(0, limit),
      keys: async () => [...new Set(kept.map(({ vkey }) => vkey))],
    },
  };
  return {
    facts,
    nodes,
    parts,
    /** Takes facts in batches of this size. */
    take: async (events: readonly RecordedEvent[], batch = 100) => {
      facts.push(...events);
      for (let at = 0; at < events.length; at += batch) {
        const changes = (await ledger.inOrder?.(events.slice(at, at + batch), table)) ?? [];
        changes.forEach(({ id, document }) => document && nodes.set(id, document));
      }
    },
  };
};
