import { formatCheckpoint } from '../../wire/tlog/checkpoint';
import type { EvidenceKey } from '../kernel/evidence-key';
import type { KeptCheckpoint } from '../kernel/evidence-store';
import type { Head } from './continues';
import type { EvidenceParts, EvidenceLogStatus } from './evidence-parts';
import { handoverSize, keyAt, type KeyChange } from './signing-keys';

export const originOf = ({ origin }: Pick<EvidenceLogStatus, 'origin'>, key: EvidenceKey): string =>
  origin ?? key.origin;

/** Which key signs which tree of a log, and signing with those that are held here. */
export class Signers {
  constructor(
    private readonly key: EvidenceKey,
    private readonly origin: string,
    private readonly first: string,
    private readonly changes: readonly KeyChange[],
  ) {}

  /** The key that signs the tree of a size. */
  at(size: number): string {
    return keyAt(this.first, this.changes, size);
  }

  isHeld(size: number): boolean {
    return this.key.vkeys(this.origin).includes(this.at(size));
  }

  /** Sizes of the trees that hand over from one key to the next, below the one that is to be signed. */
  handovers(below: number): readonly number[] {
    return this.changes.map(handoverSize).filter((size) => size < below);
  }

  /** The checkpoint of a tree as a signed note. First the key remembers it: nobody sees what it does not know of. */
  sign({ size, root }: Head): Pick<KeptCheckpoint, 'origin' | 'size' | 'root' | 'note' | 'vkey'> {
    const { key, origin } = this;
    const vkey = this.at(size);
    const text = formatCheckpoint({ origin, size: BigInt(size), root: Buffer.from(root, 'base64') });
    const note = key.sign(text, origin, vkey);
    const mark = key.mark();
    if (mark?.origin !== origin || mark.size <= size) key.advance({ origin, size, root });
    return { origin, size, root, note, vkey };
  }
}

/**
 * Who signs the present log, by its facts. They are read after the tree that is to be signed: a change that is a leaf of it is
 * among them.
 */
export const signersOf = async (
  parts: Pick<EvidenceParts, 'key' | 'standing' | 'keyChanges'>,
  log: number,
  last: KeptCheckpoint | undefined,
): Promise<Signers | undefined> => {
  const { key } = parts;
  const standing = await parts.standing();
  if (standing.log !== log) return undefined;
  const origin = originOf(standing, key);
  const changes = await parts.keyChanges(log, standing.changes);
  const signedBy = last !== undefined && key.vkeys(origin).includes(last.vkey) ? last.vkey : key.vkey(origin);
  return new Signers(key, origin, changes[0]?.former ?? signedBy, changes);
};
