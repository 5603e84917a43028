/** What a bundle of evidence says of itself. Proves nothing: what it says is checked. */
export interface BundleManifest {
  readonly format: 1;
  readonly origin: string;
  /** Which log, from 1 on. */
  readonly log: number;
  /** Leaves of the tree. */
  readonly size: number;
  /** Every fact is in it; else only those of an organization or a span of time, and hashes of the others. */
  readonly whole: boolean;
  readonly organizationId?: string | undefined;
  /** RFC 3339; inclusive, exclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Ids of the reports that are in it; `reports.json` tells of each. Absent: none is. */
  readonly reports?: readonly string[] | undefined;
}

export const MANIFEST = 'manifest.json';
export const CHECKPOINT = 'log/checkpoint';
export const CHECKPOINTS = 'checkpoints.jsonl';

/** Facts of the leaves of a tile. */
export const factsFile = (tile: number): string => `facts/${String(tile).padStart(9, '0')}.jsonl`;

const LINE = /^\{"fact":(.*),"leaf":(0|[1-9]\d*)\}$/su;

/** A fact's canonical text and its leaf, as a line of canonical JSON itself. */
export const factLine = (canonical: string, leaf: number): string => `{"fact":${canonical},"leaf":${leaf}}\n`;

/** The text and the leaf of a line, without its newline; undefined where it is none. */
export const parseFactLine = (line: string): { readonly canonical: string; readonly leaf: number } | undefined => {
  const [, canonical, leaf] = LINE.exec(line) ?? [];
  return canonical === undefined ? undefined : { canonical, leaf: Number(leaf) };
};
