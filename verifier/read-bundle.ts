import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CHECKPOINT, CHECKPOINTS, MANIFEST, type BundleManifest } from '../wire/tlog/bundle-manifest';
import { timestampFile } from '../wire/timestamp/files';
import { REPORTS_FILE, reportOfFile } from '../wire/tlog/bundle-reports';
import { tarEntries, type TarEntry } from '../wire/tlog/tar';
import type { StampedCheckpoint } from './stamps-of-bundle';

/** The parts of a bundle; facts are read later, one file after the other. */
export interface ReadBundle {
  readonly manifest: BundleManifest;
  readonly checkpoint: string;
  /** Signed notes of earlier sizes, and when each says it was signed: ms since 1970. */
  readonly checkpoints: readonly { readonly size: number; readonly note: string; readonly time: number }[];
  readonly stamped: readonly StampedCheckpoint[];
  /** By path below `log/tile/`, hashes only. */
  readonly tiles: ReadonlyMap<string, Buffer>;
  /** Lines of the files of facts, in the order of the files' names; all, or those with this word in them. */
  factLines(containing?: string): Iterable<string>;
  /** What reports say of themselves, as text; absent: there are none. */
  readonly reports?: string;
  /** Lines of the files of reports' rows, in the order of the files' names. */
  reportLines(): Iterable<{ readonly report: string; readonly lines: readonly string[] }>;
  close(): void;
}

/** A bundle can't be read: why. */
export class UnreadableBundle extends Error {}

const parseManifest = (text: string): BundleManifest => {
  const manifest = JSON.parse(text) as BundleManifest;
  const { format, origin, log, size, whole } = manifest;
  const isOurs = format === 1 && typeof origin === 'string' && typeof whole === 'boolean';
  if (!isOurs || ![log, size].every(Number.isSafeInteger)) {
    throw new UnreadableBundle('its manifest is of another format');
  }
  return manifest;
};

const NEWLINE = 0x0a;

/** Whoever unpacks a bundle and packs it again has its files in the order of a folder, which is none. */
const byName = (entries: readonly TarEntry[]): readonly TarEntry[] =>
  entries.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));

const checkpointOf = (line: string): ReadBundle['checkpoints'][number] => {
  const { size, note, signedAt } = JSON.parse(line) as { size?: unknown; note?: unknown; signedAt?: unknown };
  return { size: Number(size), note: String(note), time: Date.parse(String(signedAt)) };
};

/** Opens a bundle. Throws {@link UnreadableBundle}. */
export const readBundle = (path: string): ReadBundle => {
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  const read = (at: number, length: number): Buffer => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, at));
  };
  try {
    const small = new Map<string, string>();
    const tiles = new Map<string, Buffer>();
    const stamped = new Map<number, { note: string; tokens: { name: string; content: Buffer }[] }>();
    const facts: TarEntry[] = [];
    const rows: TarEntry[] = [];
    for (const entry of tarEntries(read)) {
      const { name, at, size: length } = entry;
      const later = name.startsWith('facts/') ? facts : reportOfFile(name) === undefined ? undefined : rows;
      later?.push(entry);
      if (later !== undefined || name.startsWith('log/tile/entries/')) continue;
      const content = read(at, length);
      if ([MANIFEST, CHECKPOINT, CHECKPOINTS, REPORTS_FILE].includes(name)) small.set(name, content.toString());
      const tile = /^log\/tile\/(\d.*)$/.exec(name)?.[1];
      if (tile !== undefined) tiles.set(tile, content);
      const stamp = timestampFile(name);
      if (stamp === undefined) continue;
      const of = stamped.get(stamp.size) ?? { note: '', tokens: [] };
      stamped.set(stamp.size, of);
      if (stamp.isToken) of.tokens.push({ name, content });
      else of.note = content.toString();
    }
    const manifest = small.get(MANIFEST);
    const checkpoint = small.get(CHECKPOINT);
    if (manifest === undefined || checkpoint === undefined) {
      throw new UnreadableBundle('it lacks its manifest or its checkpoint');
    }
    const reports = small.get(REPORTS_FILE);
    const lines = (small.get(CHECKPOINTS) ?? '').split('\n').filter((line) => line !== '');
    return {
      manifest: parseManifest(manifest),
      checkpoint,
      checkpoints: lines.map(checkpointOf),
      stamped: [...stamped.values()],
      tiles,
      *factLines(containing = '') {
        for (const { at, size: length } of byName(facts)) {
          const content = read(at, length);
          if (!content.includes(containing)) continue;
          for (let [from, end] = [0, 0]; from < length; from = end + 1) {
            const newline = content.indexOf(NEWLINE, from);
            end = newline === -1 ? length : newline;
            const line = content.toString('utf8', from, end);
            if (line !== '' && line.includes(containing)) yield line;
          }
        }
      },
      ...(reports === undefined ? {} : { reports }),
      *reportLines() {
        for (const { name, at, size: length } of byName(rows)) {
          const report = reportOfFile(name);
          if (report !== undefined) yield { report, lines: read(at, length).toString().split('\n').slice(0, -1) };
        }
      },
      close: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw error instanceof UnreadableBundle ? error : new UnreadableBundle((error as Error).message);
  }
};
