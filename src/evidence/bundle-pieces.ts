import type { BundleScope } from '../kernel/evidence';
import type { Attestation, KeptCheckpoint } from '../kernel/evidence-store';
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
import { streamDigest } from '../../wire/tlog/stream-digest';
import { TAR_END, tarEntry } from '../../wire/tlog/tar';
import { pathOfTile, TILE_WIDTH, tilesOf } from '../../wire/tlog/tile-path';
import { leafOf } from '../reports/leaf';
import { ReportRun } from '../reports/report-run';
import { REPORTS } from '../reports/reports';
import { cosignedNote, settledBy } from './attested';
import { bundleReports } from './bundle-reports';
import { timestampFiles } from './bundle-timestamps';
import { treeOf, type EvidenceParts } from './evidence-parts';
import { factsOfLeaves } from './facts-of-leaves';

const PAGE = 1000;

type Shown = Pick<BundleScope, 'organizationId' | 'from' | 'to' | 'requestedAt'>;

type Parts = Pick<EvidenceParts, 'store' | 'readModels' | 'kept'>;

/** Who signs the log is shown to everybody: without it nothing else is proved. */
const isShown = ({ organizationId, from, to }: Shown, { type, data, metadata: { time } }: RecordedEvent): boolean =>
  type === KEY_CHANGED ||
  ((organizationId === undefined || (data as { organizationId?: unknown }).organizationId === organizationId) &&
    (from === undefined || time >= from) &&
    (to === undefined || time < to));

const file = (name: string, content: Buffer | string): Buffer => tarEntry({ name, content: Buffer.from(content) });

/** What others said of checkpoints after a size, up to another one: as far as it counts. */
const attestedIn = async ({ kept }: Parts, log: number, span: readonly [number, number], { requestedAt }: Shown) => {
  const all = requestedAt === undefined ? [] : await kept.attestations(log, ...span);
  const bySize = new Map<number, Attestation[]>();
  for (const each of all.filter(settledBy(requestedAt ?? ''))) {
    bySize.set(each.size, [...(bySize.get(each.size) ?? []), each]);
  }
  return bySize;
};

/** Checkpoints up to this one, a line each, with the cosignatures under them. */
const checkpointLines = async (parts: Parts, { log, size }: KeptCheckpoint, shown: Shown): Promise<string> => {
  const lines: string[] = [];
  for (let last = 0; ;) {
    const page = (await parts.kept.after(log, last, PAGE)).filter((each) => each.size <= size);
    const end = page.at(-1);
    if (end === undefined) return lines.join('');
    const attested = await attestedIn(parts, log, [last, end.size], shown);
    for (const { size: of, note, signedAt } of page) {
      const cosigned = cosignedNote(note, attested.get(of) ?? []);
      lines.push(`${JSON.stringify({ size: of, note: cosigned, signedAt })}\n`);
    }
    last = end.size;
  }
};

/**
 * A bundle as an archive, piece by piece: the tree of a signed checkpoint in the layout of tlog-tiles, its facts, every
 * checkpoint before it, and where all facts are there the reports that follow from them. Needs the memory of one tile and of
 * what the reports keep. A fact that the log lacks is missing in it, and found missing.
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
  // From a part of the facts no report follows, nor from those of a later log alone.
  const run = whole && log === 1 ? new ReportRun(REPORTS, streamDigest) : undefined;
  const reports = run && REPORTS.map(({ id }) => id);
  const manifest: BundleManifest = { format: 1, origin, log, size, whole, organizationId, from, to, reports };
  yield file(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
  yield file(
    'README.txt',
    `Verify with: node verify.cjs THIS_BUNDLE --key VKEY (the key you were handed another way)\n`,
  );
  yield file('keys.txt', `${vkey}\n`);
  if (verifier !== undefined) yield file('verify.cjs', verifier);
  const attested = (await attestedIn(parts, log, [size - 1, size], scope)).get(size) ?? [];
  yield file(CHECKPOINT, cosignedNote(note, attested));
  yield file(CHECKPOINTS, await checkpointLines(parts, checkpoint, scope));
  yield* timestampFiles(parts, checkpoint, scope.requestedAt);
  for (const tile of tilesOf(size)) {
    const hashes = await tree.hashes(tile.level, tile.index * TILE_WIDTH, tile.width);
    yield file(`log/tile/${pathOfTile(tile)}`, Buffer.concat(hashes));
  }
  for (const { index, width } of tilesOf(size).filter(({ level }) => level === 0)) {
    const first = index * TILE_WIDTH;
    const leaves = await tree.leaves(first, width);
    const events = await parts.store.readAll({ from: await tree.positionBefore(first), limit: width });
    const facts = factsOfLeaves(leaves, events);
    const lines = leaves.flatMap(({ index: leaf }, at) => {
      const event = facts[at];
      return event === undefined || !isShown(scope, event) ? [] : [factLine(canonicalFact(event), leaf)];
    });
    yield file(factsFile(index), lines.join(''));
    for (const [at, { index: leaf }] of run === undefined ? [] : leaves.entries()) {
      const event = facts[at];
      if (event !== undefined) await run?.take(event, leafOf(log, leaf));
    }
    const here = facts.filter((fact) => fact !== undefined);
    if (whole && here.length === leaves.length) {
      const entries = here.map((fact) => leafOfFact(canonicalFact(fact)));
      yield file(`log/tile/${pathOfTile({ level: 'entries', index, width })}`, entryBundle(entries));
    }
    // A long log must not keep requests from being served.
    await new Promise(setImmediate);
  }
  if (run !== undefined) yield* bundleReports(run, { log, size });
  yield TAR_END;
}
