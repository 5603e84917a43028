import type { PartedHistory } from '../kernel/evidence';
import type { SignedMark } from '../kernel/evidence-key';
import type { KeptCheckpoint } from '../kernel/evidence-store';
import type { Position } from '../kernel/position';
import { parseCheckpoint } from '../../wire/tlog/checkpoint';
import { parseVkey } from '../../wire/tlog/note-key';
import { verifyNote } from '../../wire/tlog/verify-note';
import { checkLeaves } from './check-leaves';
import { continues, type Head } from './continues';
import { treeOf, type EvidenceParts, type EvidenceLogStatus } from './evidence-parts';
import { Handovers } from './handovers';
import { keepSigned } from './keep-signed';
import type { LedgerTree } from './ledger-tree';
import { originOf, signersOf, type Signers } from './signers';
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
  private lacked: string | undefined;
  private toldKeys = false;
  private readonly handovers: Handovers;
  private readonly ending = new AbortController();

  constructor(private readonly parts: EvidenceParts) {
    this.handovers = new Handovers(parts);
  }

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
      .catch(this.parts.onError)
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
    // Whoever can't sign leaves the turn to others.
    const isInTurn = this.lacked === undefined && (await lease.hold(LEASE, LEASE_MS));
    if (!isInTurn && !atOnce) return;
    const standing = await this.parts.standing();
    // Before the head is asked for: what another node signs meanwhile must not look like more than there is.
    const last = await kept.newest(standing.log);
    const head = await readSide.head();
    if (last !== undefined) await this.tellKeys(standing, last);
    if (standing.isStopped || !(await readSide.waitFor(['ledger'], head, CATCH_UP_MS))) return;
    const tree = treeOf(this.parts, standing.log);
    const size = await tree.sizeAt(head);
    const present = { size, root: (await tree.root(size)).toString('base64') };
    const keys = await signersOf(this.parts, standing.log, last);
    if (keys === undefined) return;
    const parted = await this.partedFrom(standing, tree, present, { last, keys });
    // Whose turn it is finds the same, and says it once.
    if (parted !== undefined) return isInTurn ? this.parts.stop(parted) : undefined;
    await this.handovers.complete(standing, tree, size, keys);
    if (keys.isHeld(size)) await this.keep(standing, present, keys, isInTurn);
    else await this.leaveToOthers(keys.at(size));
    this.signedAt = head;
    if (isInTurn) this.check(standing, size);
  }

  private originOf(standing: EvidenceLogStatus): string {
    return originOf(standing, this.parts.key);
  }

  /** The key that signs from now on, where it is not held here: in the words of operators. */
  get lacks(): string | undefined {
    return this.lacked;
  }

  /** Which of the server's own keys follows which, where whoever changed one was ended before the log told it. */
  private async tellKeys(standing: EvidenceLogStatus, last: KeptCheckpoint): Promise<void> {
    const { key } = this.parts;
    if (!key.isOwn || this.toldKeys || standing.isStopped) return;
    const vkeys = key.vkeys(this.originOf(standing));
    if (vkeys.length > 1) await this.parts.tellKeys(vkeys, last.vkey);
    this.toldKeys = true;
  }

  private async leaveToOthers(vkey: string): Promise<void> {
    if (this.lacked !== vkey) {
      this.parts.onError(new Error(`checkpoints are signed with the key ${vkey}, which is not here; bring it here`));
    }
    this.lacked = vkey;
    await this.parts.lease.release(LEASE);
  }

  /** What was signed of this log before: by this key as it remembers, and by whichever node as it is kept. */
  private async partedFrom(
    standing: EvidenceLogStatus,
    tree: LedgerTree,
    present: Head,
    { last, keys }: { readonly last: KeptCheckpoint | undefined; readonly keys: Signers },
  ): Promise<PartedHistory | undefined> {
    const told = { log: standing.log, origin: this.originOf(standing) };
    if (last !== undefined && last.vkey !== keys.at(last.size)) {
      return {
        ...told,
        cause: 'other_key',
        detail: 'The checkpoints that are kept were signed with another key.',
        signedSize: last.size,
        signedRoot: last.root,
        agreesUpTo: last.size,
      };
    }
    const [own, others] = [this.remembered(standing), last ?? NOTHING];
    // Most often the same: this key signed last. What is proved of a tree is proved of it once.
    const isOne = own.size === others.size && own.root === others.root;
    for (const signed of isOne ? [own] : [own, others]) {
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
  private remembered(standing: EvidenceLogStatus): Head {
    const { key } = this.parts;
    const mark = key.mark();
    if (mark === undefined || mark.origin === this.originOf(standing)) return mark ?? NOTHING;
    return this.holdsLast(standing, mark) ? NOTHING : mark;
  }

  private holdsLast({ continues: note, log }: EvidenceLogStatus, { origin, size }: SignedMark): boolean {
    if (log === 1) return false;
    const keys = this.parts.key.vkeys(origin).flatMap((vkey) => parseVkey(vkey) ?? []);
    const verified = note === undefined ? undefined : verifyNote(note, keys);
    const last = verified && parseCheckpoint(verified.text);
    return last !== undefined && last.origin === origin && last.size <= BigInt(size);
  }

  /** First the key remembers it, then it is kept, then anybody may see it: after each step it can be taken up again. */
  private async keep(standing: EvidenceLogStatus, present: Head, keys: Signers, isInTurn: boolean): Promise<void> {
    if (present.size === 0) return;
    this.lacked = undefined;
    const checkpoint = await keepSigned(this.parts, standing.log, present, keys);
    if (keys.handovers(present.size).length > 0) this.parts.key.settle(checkpoint.origin, checkpoint.vkey);
    if (isInTurn && (await this.isToBeTold(standing))) await this.parts.tell(checkpoint);
  }

  /** An hour after the one before was told, or the first one signed, by whichever node, and however often it was started since. */
  private async isToBeTold({ log, recordedAt }: EvidenceLogStatus): Promise<boolean> {
    const { kept, clock } = this.parts;
    const since = recordedAt ?? (await kept.after(log, 0, 1))[0]?.signedAt;
    return since !== undefined && clock.now() - Date.parse(since) >= RECORD_EVERY_MS;
  }

  /** Once, behind the start: each leaf against its fact. */
  private check(standing: EvidenceLogStatus, size: number): void {
    if (this.checked === standing.log) return;
    this.checked = standing.log;
    this.checkAll(standing, size).catch((error: unknown) => {
      delete this.checked;
      this.parts.onError(error);
    });
  }

  private async checkAll(standing: EvidenceLogStatus, size: number): Promise<void> {
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
