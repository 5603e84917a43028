import { canonicalFact } from '../../kernel/facts/canonical-fact';
import type { EvidenceStore, KeptCheckpoint } from '../../kernel/evidence-store';
import { LOG_RESTARTED } from '../../kernel/ledger-node';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { CompactRange } from '../../../wire/tlog/compact-range';
import { leafHashOfFact } from '../../../wire/tlog/leaf-of-fact';

const PAGE = 1000;
/** Somebody answered for what a log has lost: the tree that was signed holds it still, and no copy does. */
const SETTLED: ReadonlySet<string> = new Set(['keyledger.stream-damage-settled.v1', 'keyledger.log-losses-omitted.v1']);

type Heads = AsyncIterator<KeptCheckpoint, void>;

/** Signed heads of one tree, one after the other. */
async function* headsOf(kept: Pick<EvidenceStore, 'after'>, log: number): AsyncGenerator<KeptCheckpoint, void> {
  for (let size = 0; ;) {
    const page = await kept.after(log, size, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    size = page.at(-1)?.size ?? 0;
  }
}

/**
 * Holds a copied log, told fact by fact in its order, against the trees that were signed. Its facts may each prove themselves, and
 * one may still be gone, or lie elsewhere. Of the tree that is grown now alone: what became of an earlier one its successor's
 * first leaf tells. A log for whose losses somebody answered is not what was signed, and says so.
 */
export class SignedTree {
  private number = 1;
  private tree = new CompactRange();
  private heads: Heads;
  /** The next head that a fact can complete; absent: not asked for yet. */
  private head: IteratorResult<KeptCheckpoint, void> | undefined;
  private partedAt: number | undefined;
  private isSettled = false;

  constructor(private readonly kept: Pick<EvidenceStore, 'after'>) {
    this.heads = headsOf(kept, this.number);
  }

  async hear(fact: RecordedEvent): Promise<void> {
    if (fact.type === LOG_RESTARTED) this.beginAnew();
    if (SETTLED.has(fact.type)) this.isSettled = true;
    if (this.isSettled || this.partedAt !== undefined) return;
    this.tree.append(leafHashOfFact(canonicalFact(fact)));
    for (let head = await this.next(); head?.size === this.tree.size; head = await this.next()) {
      if (!this.tree.root().equals(Buffer.from(head.root, 'base64'))) {
        this.partedAt = head.size;
        return;
      }
      this.head = undefined;
    }
  }

  /** Once all is told: the size of the first signed tree that the log does not begin with; undefined: it begins with all of them. */
  async parted(): Promise<number | undefined> {
    return this.isSettled ? undefined : (this.partedAt ?? (await this.next())?.size);
  }

  private async next(): Promise<KeptCheckpoint | undefined> {
    this.head ??= await this.heads.next();
    return this.head.value ?? undefined;
  }

  private beginAnew(): void {
    this.number += 1;
    [this.tree, this.heads, this.head] = [new CompactRange(), headsOf(this.kept, this.number), undefined];
    [this.partedAt, this.isSettled] = [undefined, false];
  }
}
