import type { BundleScope, Evidence } from '../kernel/evidence';
import { canonicalFact } from '../kernel/facts/canonical-fact';
import type { LedgerTile } from '../kernel/ledger-tile';
import { entryBundle } from '../../wire/tlog/entry-bundle';
import { leafOfFact } from '../../wire/tlog/leaf-of-fact';
import { measured } from '../../wire/tlog/measured';
import { formatTlogProof } from '../../wire/tlog/tlog-proof';
import { TILE_WIDTH } from '../../wire/tlog/tile-path';
import { timestamp } from '../kernel/time';
import { newestForBundle, servedNote } from './attested';
import { leafHashOf } from './check-leaves';
import { coverFact } from './cover-fact';
import { bundlePieces } from './bundle-pieces';
import { nodesOf, treeOf, type EvidenceParts } from './evidence-parts';
import { factsOfLog } from './facts-of-log';
import { leafWithin } from './leaf-within';
import { findLeaf } from './ledger-tree';

type Parts = Pick<
  EvidenceParts,
  'store' | 'readModels' | 'key' | 'kept' | 'standing' | 'clock' | 'isQuorum' | 'onError'
>;

/** The log's proofs, from its tree and the checkpoints that were signed of it. */
export const evidenceLog = (
  parts: Parts,
  signNow: () => Promise<void>,
  verifier: () => Buffer | undefined,
): Evidence => {
  const { store, key, kept, standing, clock, isQuorum } = parts;

  /** Only what a checkpoint covers is told. */
  const covered = async () => {
    const { log } = await standing();
    return { tree: treeOf(parts, log), size: (await kept.newest(log))?.size ?? 0 };
  };

  async function* bundle({ log, size, ...shown }: BundleScope): AsyncGenerator<Buffer> {
    const checkpoint = await kept.newest(log, size);
    if (checkpoint?.size !== size) throw new Error(`the checkpoint of ${size} facts is not kept any more`);
    yield* bundlePieces(parts, checkpoint, shown, verifier());
  }

  return {
    checkpoint: async () => {
      const { log } = await standing();
      const newest = await kept.newest(log);
      return newest && servedNote(kept, newest);
    },
    keys: async () => {
      const { origin, named, changes } = await standing();
      const present = changes === 0 ? [] : named;
      const all = [...new Set([...present, ...(await kept.keys()), ...named])];
      return all.length === 0 ? [key.vkey(origin ?? key.origin)] : all;
    },
    tile: async ({ level, index, width }: LedgerTile) => {
      const { tree, size } = await covered();
      const nodes = Math.floor(size / TILE_WIDTH ** level);
      if (index * TILE_WIDTH + width > nodes) return undefined;
      return Buffer.concat(await tree.hashes(level, index * TILE_WIDTH, width));
    },
    entries: async ({ index, width }) => {
      const { tree, size } = await covered();
      const first = index * TILE_WIDTH;
      if (first + width > size) return undefined;
      const leaves = await tree.leaves(first, width);
      const events = await store.readAll({ from: await tree.positionBefore(first), limit: width });
      const isWhole = leaves.every(({ eventId }, at) => events[at]?.id === eventId);
      return isWhole ? entryBundle(events.map((event) => leafOfFact(canonicalFact(event)))) : undefined;
    },
    leafHash: leafHashOf,
    fact: async (eventId) => {
      const leaf = await findLeaf(nodesOf(parts), eventId);
      if (leaf === undefined) return undefined;
      const from = await treeOf(parts, leaf.log).positionBefore(leaf.index);
      const [event] = await store.readAll({ from, limit: 1 });
      return event?.id === eventId ? event : undefined;
    },
    proof: async (eventId) => {
      const leaf = await findLeaf(nodesOf(parts), eventId);
      if (leaf === undefined) return undefined;
      const checkpoint = await kept.newest(leaf.log);
      if (checkpoint === undefined || checkpoint.size <= leaf.index) return undefined;
      const hashes = await treeOf(parts, leaf.log).inclusion(leaf.index, checkpoint.size);
      return formatTlogProof({ index: BigInt(leaf.index), hashes, checkpoint: await servedNote(kept, checkpoint) });
    },
    cover: (eventId, ms) => coverFact(parts, signNow, eventId, ms),
    covered: async () => {
      const { log } = await standing();
      const now = timestamp(clock.now());
      const newest = await newestForBundle(kept, log, isQuorum === undefined ? { now } : { now, isQuorum });
      return newest === undefined ? undefined : { log, size: newest.size };
    },
    extentWith: async (eventId, ms) => {
      const end = performance.now() + ms;
      const coverage = await coverFact(parts, signNow, eventId, ms);
      // Where nothing is signed any more, nobody has waited for the tree either.
      const leaf = await leafWithin(parts, eventId, end - performance.now());
      if (leaf === undefined) return undefined;
      const newest = coverage === 'covered' ? await kept.newest(leaf.log) : undefined;
      return newest === undefined
        ? { log: leaf.log, size: leaf.index + 1 }
        : { log: leaf.log, size: newest.size, checkpoint: await servedNote(kept, newest) };
    },
    facts: (extent) => factsOfLog(parts, extent),
    bundle,
    measure: (scope) => measured(bundle(scope)),
  };
};
