import type { BundleScope } from '../kernel/evidence';
import type { KeptCheckpoint } from '../kernel/evidence-store';
import { canonicalFact } from '../kernel/facts/canonical-fact';
import type { RecordedEvent } from '../kernel/recorded-event';
import {
  CHECKPOINT,
  CHECKPOINTS,
  factLine,
  factsFile,
  MANIFEST,
  type BundleManifest,
} from '../../wire/tlog/bundle-manifest';
import { entryBundle } from '../../wire/tlog/entry-bundle';
import { KEY_CHANGED } from '../../wire/tlog/key-changed';
import { leafOfFact } from '../../wire/tlog/leaf-of-fact';
import { TAR_END, tarred } from '../../wire/tlog/tar';
import { pathOfTile, TILE_WIDTH, tilesOf } from '../../wire/tlog/tile-path';
import { treeOf, type EvidenceParts } from './evidence-parts';

const PAGE = 1000;

type Shown = Pick<BundleScope, 'organizationId' | 'from' | 'to'>;

type Parts = Pick<EvidenceParts, 'store' | 'readModels' | 'kept'>;

/** Who signs the log is shown to everybody: without it nothing else is proved. */
const isShown = ({ organizationId, from, to }: Shown, { type, data, metadata: { time } }: RecordedEvent): boolean =>
  type === KEY_CHANGED ||
  ((organizationId === undefined || (data as { organizationId?: unknown }).organizationId === organizationId) &&
    (from === undefined || time >= from) &&
    (to === undefined || time < to));

const file = (name: string, content: Buffer | string): Buffer => tarred({ name, content: Buffer.from(content) });

/** Checkpoints up to this one, a line each. */
const checkpointLines = async ({ kept }: Parts, { log, size }: KeptCheckpoint): Promise<string> => {
  const lines: string[] = [];
  for (let last = 0; ;) {
    const page = (await kept.after(log, last, PAGE)).filter((each) => each.size <= size);
    lines.push(...page.map(({ size: of, note, signedAt }) => `${JSON.stringify({ size: of, note, signedAt })}\n`));
    const end = page.at(-1);
    if (end === undefined) return lines.join('');
    last = end.size;
  }
};

/**
 * A bundle as an archive, piece by piece: the tree of a signed checkpoint in the layout of tlog-tiles, its facts, every
 * checkpoint before it. Needs the memory of one tile. A fact that the log lacks is missing in it, and found missing.
 */
export async function* bundlePieces(
  parts: Parts,
  checkpoint: KeptCheckpoint,
  scope: Shown,
  verifier: Buffer | undefined,
): AsyncGenerator<Buffer> {
  const { log, size, origin, note, vkey } = checkpoint;
  const tree = treeOf(parts, log);
  const { organizationId, from, to } = scope;
  const whole = organizationId === undefined && from === undefined && to === undefined;
  const manifest: BundleManifest = { format: 1, origin, log, size, whole, organizationId, from, to };
  yield file(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
  yield file(
    'README.txt',
    `Verify with: node verify.cjs THIS_BUNDLE --key VKEY (the key you were handed another way)\n`,
  );
  yield file('keys.txt', `${vkey}\n`);
  if (verifier !== undefined) yield file('verify.cjs', verifier);
  yield file(CHECKPOINT, note);
  yield file(CHECKPOINTS, await checkpointLines(parts, checkpoint));
  for (const tile of tilesOf(size)) {
    const hashes = await tree.hashes(tile.level, tile.index * TILE_WIDTH, tile.width);
    yield file(`log/tile/${pathOfTile(tile)}`, Buffer.concat(hashes));
  }
  for (const { index, width } of tilesOf(size).filter(({ level }) => level === 0)) {
    const first = index * TILE_WIDTH;
    const leaves = await tree.leaves(first, width);
    const events = await parts.store.readAll({ from: await tree.positionBefore(first), limit: width });
    const known = new Map(events.map((event) => [event.id, event]));
    const lines = leaves.flatMap(({ eventId, index: leaf }) => {
      const event = known.get(eventId);
      return event === undefined || !isShown(scope, event) ? [] : [factLine(canonicalFact(event), leaf)];
    });
    yield file(factsFile(index), lines.join(''));
    if (whole && leaves.every(({ eventId }) => known.has(eventId))) {
      const entries = leaves.map(({ eventId }) => leafOfFact(canonicalFact(known.get(eventId) as RecordedEvent)));
      yield file(`log/tile/${pathOfTile({ level: 'entries', index, width })}`, entryBundle(entries));
    }
    // A long log must not keep requests from being served.
    await new Promise(setImmediate);
  }
  yield TAR_END;
}
