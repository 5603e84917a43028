import { parseFactLine } from '../wire/tlog/bundle-manifest';
import { parseCheckpoint, type Checkpoint } from '../wire/tlog/checkpoint';
import { KEY_CHANGED, type KeyChangedData } from '../wire/tlog/key-changed';
import { leafHashOfFact } from '../wire/tlog/leaf-of-fact';
import { parseVkey, vkeyOf, type NoteKey } from '../wire/tlog/note-key';
import { verifyNote } from '../wire/tlog/verify-note';
import { readFact } from './read-fact';

/** A fact that one signing key follows another. */
interface Change {
  readonly leaf: number;
  readonly former: NoteKey;
  readonly next: NoteKey;
}

const isSame = (a: NoteKey, b: NoteKey): boolean => vkeyOf(a) === vkeyOf(b);

const headBy = (note: string, key: NoteKey): Checkpoint | undefined => {
  const verified = verifyNote(note, [key]);
  return verified && parseCheckpoint(verified.text);
};

/** The changes that stand in the tree, in the order of their leaves. */
export const keyChangesOf = (
  lines: Iterable<string>,
  hashes: readonly (Buffer | undefined)[],
  origin: string,
): readonly Change[] => {
  const changes: Change[] = [];
  for (const line of lines) {
    const { canonical = '', leaf = -1 } = parseFactLine(line) ?? {};
    const fact = readFact(canonical);
    if (fact?.type !== KEY_CHANGED || hashes[leaf]?.equals(leafHashOfFact(canonical)) !== true) continue;
    const told = fact.data as Partial<KeyChangedData>;
    const [former, next] = [told.former, told.vkey].map((vkey) => parseVkey(String(vkey)));
    if (former?.name === origin && next?.name === origin) changes.push({ leaf, former, next });
  }
  return changes;
};

/**
 * The keys by which checkpoints of a log are believed: those that were given, the ones that follow them by a fact which is
 * covered by a checkpoint of the key before, and the ones before them by a fact that they signed themselves. A key that was
 * followed counts no further than the tree that ends with the fact.
 */
export class AcceptedKeys {
  private readonly keys: NoteKey[];
  private readonly upTo = new Map<NoteKey, number>();
  /** How keys led to others: for people. */
  readonly notes: string[] = [];

  constructor(given: readonly NoteKey[], changes: readonly Change[], checkpoints: readonly string[]) {
    this.keys = [...given];
    for (const change of changes) this.follow(change, checkpoints);
    for (const change of changes.toReversed()) this.goBack(change);
  }

  get all(): readonly NoteKey[] {
    return this.keys;
  }

  /** The head of a note that an accepted key signed: else why not. */
  headOf(note: string): Checkpoint | string {
    const verified = verifyNote(note, this.keys);
    const head = verified && parseCheckpoint(verified.text);
    if (verified === undefined || head === undefined) return 'is not signed by a key that was given';
    const limits = verified.by.map(({ key }) => this.upTo.get(key) ?? Number.POSITIVE_INFINITY);
    const upTo = Math.max(...limits);
    return Number(head.size) <= upTo ? head : `is signed by a key that another one follows after ${upTo} facts`;
  }

  private find(key: NoteKey): NoteKey | undefined {
    return this.keys.find((each) => isSame(each, key));
  }

  private follow({ leaf, former, next }: Change, checkpoints: readonly string[]): void {
    const known = this.find(former);
    const size = leaf + 1;
    const isProved = (note: string) => {
      const head = headBy(note, former);
      return head?.origin === former.name && Number(head.size) === size;
    };
    if (known === undefined || !checkpoints.some(isProved)) return;
    this.upTo.set(known, size);
    if (this.find(next) === undefined) this.keys.push(next);
    this.notes.push(`the key ${vkeyOf(next)} follows ${vkeyOf(former)} by leaf ${leaf}, which that one signed`);
  }

  private goBack({ leaf, former, next }: Change): void {
    if (this.find(next) === undefined || this.find(former) !== undefined) return;
    this.keys.push(former);
    this.upTo.set(former, leaf + 1);
    this.notes.push(`up to leaf ${leaf} the key was ${vkeyOf(former)}: the one that follows it signed that`);
  }
}
