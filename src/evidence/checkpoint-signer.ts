import type { PartedHistory } from '../kernel/evidence';
import type { SignedMark } from '../kernel/evidence-key';
import type { KeptCheckpoint } from '../kernel/evidence-store';
import type { Position } from '../kernel/position';
import { timestamp } from '../kernel/time';
import { formatCheckpoint, parseCheckpoint } from '../../wire/tlog/checkpoint';
import { parseVkey } from '../../wire/tlog/note-key';
import { verifyNote } from '../../wire/tlog/verify-note';
import { checkLeaves } from './check-leaves';
import { continues, type Head } from './continues';
import { treeOf, type EvidenceParts, type EvidenceStanding } from './evidence-parts';
import type { LedgerTree } from './ledger-tree';
import { agreesUpTo } from './where-parted';

const LEASE = 'evidence';
const LEASE_MS = 3000;
const CATCH_UP_MS = 2000;
const RECORD_EVERY_MS = 60 * 60 * 1000;

const NOTHING: Head = { size: 0, root: '' };

/**
 * Signs a checkpoint of the log wherever it has grown, and nothing that does not continue what was signed before: neither
 * what this key remembers nor what is kept.
 */
export class CheckpointSigner {
  private signing?: Promise<void>;
  private next?: Promise<void>;
  private signedAt: Position | undefined;
  private checked?: number;
  private recordedAt?: number;
  private readonly ending = new AbortController();

  constructor(private readonly parts: EvidenceParts) {}

  /** Signs what there is by now; one at a time. */
  sign(): Promise<void> {
    return this.begin(false);
  }

  /**
   * Signs what there is at this moment, whoever's turn it is: somebody waits for it. All who ask while one signing is under way
   * share the one after it.
   */
  signNow(): Promise<void> {
    if (this.signing === undefined) return this.begin(true);
    this.next ??= this.signing.then(() => {
      delete this.next;
      return this.begin(true);
    });
    return this.next;
  }

  private begin(atOnce: boolean): Promise<void> {
    this.signing ??= this.attempt(atOnce)
      .catch(this.parts.onTrouble)
      .finally(() => {
        this.signing = undefined;
      });
    return this.signing;
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.signing;
  }

  private async attempt(atOnce: boolean): Promise<void> {
    const { readSide, lease, kept } = this.parts;
    if ((await readSide.head()) === this.signedAt || this.ending.signal.aborted) return;
    const isInTurn = await lease.hold(LEASE, LEASE_MS);
    if (!isInTurn && !atOnce) return;
    const standing = await this.parts.standing();
    // Before the head is asked for: what another node signs meanwhile must not look like more than there is.
    const last = await kept.newest(standing.log);
    const head = await readSide.head();
    if (standing.isStopped || !(await readSide.waitFor(['ledger'], head, CATCH_UP_MS))) return;
    const tree = treeOf(this.parts, standing.log);
    const size = await tree.sizeAt(head);
    const present = { size, root: (await tree.root(size)).toString('base64') };
    const parted = await this.partedFrom(standing, tree, present, last);
    // Whose turn it is finds the same, and says it once.
    if (parted !== undefined) return isInTurn ? this.parts.stop(parted) : undefined;
    await this.keep(standing, present, isInTurn);
    this.signedAt = head;
    if (isInTurn) this.check(standing, size);
  }

  private originOf({ origin }: EvidenceStanding): string {
    return origin ?? this.parts.key.origin;
  }

  /** What was signed of this log before: by this key as it remembers, and by whichever node as it is kept. */
  private async partedFrom(
    standing: EvidenceStanding,
    tree: LedgerTree,
    present: Head,
    last: KeptCheckpoint | undefined,
  ): Promise<PartedHistory | undefined> {
    const { key } = this.parts;
    const told = { log: standing.log, origin: this.originOf(standing) };
    if (last !== undefined && last.vkey !== key.vkey(told.origin)) {
      return {
        ...told,
        cause: 'other_key',
        detail: 'The checkpoints that are kept were signed with another key.',
        signedSize: last.size,
        signedRoot: last.root,
        agreesUpTo: last.size,
      };
    }
    for (const signed of [this.remembered(standing), last ?? NOTHING]) {
      if (await continues(tree, signed, present)) continue;
      return { ...told, ...(await this.describe(tree, signed, present)) };
    }
    return undefined;
  }

  private async describe(tree: LedgerTree, signed: Head, present: Head) {
    const agrees = await agreesUpTo(this.parts.kept, tree, present);
    const isCut = agrees === present.size || (agrees < signed.size && present.size < signed.size);
    return {
      cause: isCut ? ('cut' as const) : ('rewritten' as const),
      detail: isCut
        ? `A log of ${signed.size} facts was signed; this one has ${present.size}. It is proved to be the same up to fact ${agrees}.`
        : `The log is proved to be the one that was signed up to fact ${agrees}; between there and fact ${signed.size} it is another one.`,
      signedSize: signed.size,
      signedRoot: signed.root,
      agreesUpTo: agrees,
    };
  }

  /** How far this key has signed this log. Of a log that was begun anew: nothing, if it holds what the key signed last. */
  private remembered(standing: EvidenceStanding): Head {
    const { key } = this.parts;
    const mark = key.mark();
    if (mark === undefined || mark.origin === this.originOf(standing)) return mark ?? NOTHING;
    return this.holdsLast(standing, mark) ? NOTHING : mark;
  }

  private holdsLast({ continues: note, log }: EvidenceStanding, { origin, size }: SignedMark): boolean {
    if (log === 1) return false;
    const vkey = parseVkey(this.parts.key.vkey(origin));
    const verified = note === undefined || vkey === undefined ? undefined : verifyNote(note, [vkey]);
    const last = verified && parseCheckpoint(verified.text);
    return last !== undefined && last.origin === origin && last.size <= BigInt(size);
  }

  /** First the key remembers it, then it is kept, then anybody may see it: after each step it can be taken up again. */
  private async keep(standing: EvidenceStanding, present: Head, isInTurn: boolean): Promise<void> {
    const { key, kept, clock } = this.parts;
    if (present.size === 0) return;
    const origin = this.originOf(standing);
    const root = Buffer.from(present.root, 'base64');
    const note = key.sign(formatCheckpoint({ origin, size: BigInt(present.size), root }), origin);
    key.advance({ origin, ...present });
    const now = clock.now();
    const { log } = standing;
    const checkpoint: KeptCheckpoint = {
      log,
      origin,
      ...present,
      note,
      vkey: key.vkey(origin),
      signedAt: timestamp(now),
    };
    await kept.keep(checkpoint);
    this.recordedAt ??= now;
    if (!isInTurn || now - this.recordedAt < RECORD_EVERY_MS) return;
    this.recordedAt = now;
    await this.parts.tell(checkpoint);
  }

  /** Once, behind the start: each leaf against its fact. */
  private check(standing: EvidenceStanding, size: number): void {
    if (this.checked === standing.log) return;
    this.checked = standing.log;
    this.checkAll(standing, size).catch((error: unknown) => {
      delete this.checked;
      this.parts.onTrouble(error);
    });
  }

  private async checkAll(standing: EvidenceStanding, size: number): Promise<void> {
    const { kept, stop } = this.parts;
    const wrong = await checkLeaves(this.parts, standing.log, size, this.ending.signal);
    if (wrong === undefined) return;
    const signed = await kept.newest(standing.log);
    await stop({
      log: standing.log,
      origin: this.originOf(standing),
      cause: 'rewritten',
      detail: `Leaf ${wrong.index} is not what was signed: ${wrong.what}.`,
      signedSize: signed?.size ?? size,
      signedRoot: signed?.root ?? '',
      agreesUpTo: wrong.index,
      leaf: wrong.index,
    });
  }
}
