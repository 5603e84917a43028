import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { bundleReports } from '../../src/evidence/bundle-reports';
import { canonicalFact } from '../../src/kernel/facts/canonical-fact';
import { leafOf } from '../../src/reports/leaf';
import { ReportRun } from '../../src/reports/report-run';
import { REPORTS } from '../../src/reports/reports';
import { formatCheckpoint } from '../../wire/tlog/checkpoint';
import { CHECKPOINT, CHECKPOINTS, factLine, factsFile, MANIFEST } from '../../wire/tlog/bundle-manifest';
import { CompactRange } from '../../wire/tlog/compact-range';
import { entryBundle } from '../../wire/tlog/entry-bundle';
import { leafHash } from '../../wire/tlog/hash';
import { hashOfTile } from '../../wire/tlog/hash-of-tile';
import { leafOfFact } from '../../wire/tlog/leaf-of-fact';
import { ED25519, noteKey, vkeyOf } from '../../wire/tlog/note-key';
import { signNote } from '../../wire/tlog/signed-note';
import { streamDigest } from '../../wire/tlog/stream-digest';
import { TAR_END, tarEntry } from '../../wire/tlog/tar';
import { pathOfTile, TILE_WIDTH, tilesOf } from '../../wire/tlog/tile-path';
import type { Stores } from './stores';

const ORIGIN = 'keyledger/bench';

/** The hashes of all levels of a tree, from those of its leaves. */
const levelsOf = (leaves: readonly Buffer[]): readonly (readonly Buffer[])[] => {
  const levels = [leaves];
  for (let below = leaves; below.length >= TILE_WIDTH;) {
    const lower = below;
    below = Array.from({ length: Math.floor(lower.length / TILE_WIDTH) }, (_, n) =>
      hashOfTile(lower.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH)),
    );
    levels.push(below);
  }
  return levels;
};

/**
 * A bundle of the whole log of these stores, with its reports and a key of its own: what a server would make of it, without a server
 * that first follows a long log. Answers how many facts it holds and the key that it is verified with.
 */
export const writeBundle = async (
  { eventStore }: Stores,
  path: string,
): Promise<{ readonly facts: number; readonly vkey: string }> => {
  const file = openSync(path, 'w');
  const put = (name: string, content: Buffer | string) =>
    writeSync(file, tarEntry({ name, content: Buffer.from(content) }));
  const range = new CompactRange();
  const reports = new ReportRun(REPORTS, streamDigest);
  const leaves: Buffer[] = [];
  let from = '';
  for (;;) {
    const page = await eventStore.readAll({ ...(from === '' ? {} : { from }), limit: TILE_WIDTH });
    if (page.length === 0) break;
    from = page.at(-1)?.position ?? from;
    const index = leaves.length / TILE_WIDTH;
    for (const [n, fact] of page.entries()) await reports.take(fact, leafOf(1, leaves.length + n));
    const texts = page.map((fact) => canonicalFact(fact));
    const entries = texts.map((text) => leafOfFact(text));
    put(factsFile(index), texts.map((text, n) => factLine(text, leaves.length + n)).join(''));
    put(`log/tile/${pathOfTile({ level: 'entries', index, width: page.length })}`, entryBundle(entries));
    for (const entry of entries) {
      leaves.push(leafHash(entry));
      range.append(leaves.at(-1) as Buffer);
    }
  }
  for await (const piece of bundleReports(reports, { log: 1, size: leaves.length })) writeSync(file, piece);
  const levels = levelsOf(leaves);
  for (const tile of tilesOf(leaves.length)) {
    const first = tile.index * TILE_WIDTH;
    put(`log/tile/${pathOfTile(tile)}`, Buffer.concat(levels[tile.level]?.slice(first, first + tile.width) ?? []));
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const head = formatCheckpoint({ origin: ORIGIN, size: BigInt(leaves.length), root: range.root() });
  put(MANIFEST, JSON.stringify({ format: 1, origin: ORIGIN, log: 1, size: leaves.length, whole: true }));
  put(CHECKPOINT, signNote(head, ORIGIN, privateKey));
  put(CHECKPOINTS, '');
  writeSync(file, TAR_END);
  closeSync(file);
  return { facts: leaves.length, vkey: vkeyOf(noteKey(ORIGIN, ED25519, createPublicKey(privateKey))) };
};
