import { join } from 'node:path';
import { canonicalFact } from '../../kernel/facts/canonical-fact';
import type { EvidenceStore, KeptCheckpoint } from '../../kernel/evidence-store';
import { LOG_RESTARTED } from '../../kernel/ledger-node';
import type { Position } from '../../kernel/position';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { CompactRange } from '../../../wire/tlog/compact-range';
import { leafHash } from '../../../wire/tlog/hash';
import { leafOfFact } from '../../../wire/tlog/leaf-of-fact';
import { openEmbeddedEvidence } from '../evidence/embedded-evidence-store';
import { CHECKPOINTS } from './manifest';

const PAGE = 1000;
/** Somebody answered for what a log has lost: the tree that was signed holds it still, and no copy does. */
const SETTLED = ['keyledger.stream-damage-settled.v1', 'keyledger.log-losses-omitted.v1'];

/** Of a log: `readAll` answers, in order, what is a fact and proves itself. */
interface Log {
  readAll(options: { from?: Position; limit: number; types?: readonly string[] }): Promise<readonly RecordedEvent[]>;
}

async function* factsOf(log: Log, types?: readonly string[]): AsyncGenerator<RecordedEvent> {
  for (let from: Position | undefined; ;) {
    const page = await log.readAll({ limit: PAGE, ...(from && { from }), ...(types && { types }) });
    yield* page;
    from = page.at(-1)?.position;
    if (page.length < PAGE) return;
  }
}

/** Signed heads of one tree, one after the other. */
async function* headsOf(kept: EvidenceStore, log: number): AsyncGenerator<KeptCheckpoint> {
  for (let size = 0; ;) {
    const page = await kept.after(log, size, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    size = page.at(-1)?.size ?? 0;
  }
}

/** Which tree is grown now, and with which fact it began; of the first, none. */
const presentTree = async (log: Log): Promise<{ readonly number: number; readonly from?: RecordedEvent }> => {
  let [number, from]: [number, RecordedEvent | undefined] = [1, undefined];
  for await (const restarted of factsOf(log, [LOG_RESTARTED])) [number, from] = [number + 1, restarted];
  return { number, ...(from && { from }) };
};

/**
 * The size of the first signed tree that a copied log does not begin with; undefined: it begins with all of them. Its facts may
 * each prove themselves, and one may still be gone, or lie elsewhere. Of the tree that is grown now alone: what became of
 * an earlier one its successor's first leaf tells. A log for whose losses somebody answered is not what was signed, and says so.
 */
export const firstParted = async (log: Log, kept: EvidenceStore): Promise<number | undefined> => {
  const { number, from } = await presentTree(log);
  const settled = factsOf(log, SETTLED);
  for await (const { position } of settled) if (from === undefined || position > from.position) return undefined;
  const heads = headsOf(kept, number);
  const tree = new CompactRange();
  let head = await heads.next();
  for await (const fact of factsOf(log)) {
    if (from !== undefined && fact.position < from.position) continue;
    tree.append(leafHash(leafOfFact(canonicalFact(fact))));
    for (; head.done !== true && head.value.size === tree.size; head = await heads.next()) {
      if (!tree.root().equals(Buffer.from(head.value.root, 'base64'))) return head.value.size;
    }
  }
  return head.done === true ? undefined : head.value.size;
};

/** {@link firstParted} of a copy in a folder. */
export const partedIn = async (draft: string, log: Log): Promise<number | undefined> => {
  const kept = openEmbeddedEvidence(join(draft, CHECKPOINTS));
  try {
    return await firstParted(log, kept);
  } finally {
    kept.close();
  }
};
