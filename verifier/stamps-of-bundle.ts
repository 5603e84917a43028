import type { X509Certificate } from 'node:crypto';
import { verifyTimestampToken } from '../wire/timestamp/verify-token';
import type { Checkpoint } from '../wire/tlog/checkpoint';
import type { Findings } from './findings';

/** A checkpoint with what time-stamping authorities said of its bytes. */
export interface StampedCheckpoint {
  readonly note: string;
  readonly tokens: readonly { readonly name: string; readonly content: Buffer }[];
}

/** When somebody outside saw a tree of a size at the latest. */
export interface Stamp {
  readonly size: number;
  /** ms since 1970. */
  readonly time: number;
}

const iso = (time: number): string => new Date(time).toISOString();

/**
 * The stamps that hold: each is of a checkpoint that an accepted key signed, by an authority that leads to one of those given.
 * `headOf`: of a note, or why it is none.
 */
export const verifiedStamps = (
  stamped: readonly StampedCheckpoint[],
  headOf: (note: string) => Checkpoint | string,
  authorities: readonly X509Certificate[],
  findings: Findings,
): { readonly stamps: readonly Stamp[]; readonly notes: readonly string[] } => {
  const found: (Stamp & { readonly authority: string })[] = [];
  for (const { note, tokens } of stamped) {
    const head = headOf(note);
    if (typeof head === 'string') {
      findings.add({ rule: 'timestamp', detail: `a checkpoint that was stamped ${head}` });
      continue;
    }
    const size = Number(head.size);
    for (const { name, content } of tokens) {
      const verified = verifyTimestampToken(content, Buffer.from(note), authorities);
      if ('why' in verified) findings.add({ rule: 'timestamp', leaf: size, detail: `${name}: ${verified.why}` });
      else found.push({ size, time: verified.time, authority: verified.authority });
    }
  }
  const stamps = found.toSorted((a, b) => a.size - b.size || a.time - b.time);
  const newest = stamps.at(-1);
  if (newest === undefined) {
    findings.add({ rule: 'timestamp', detail: 'no checkpoint of the bundle has a time-stamp that holds' });
    return { stamps, notes: [] };
  }
  const { size, time, authority } = newest;
  const told = `${stamps.length} time-stamps hold; the newest says that ${size} facts were there at ${iso(time)} (${authority})`;
  return { stamps, notes: [told] };
};
