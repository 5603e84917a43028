import { LRUCache } from 'lru-cache';
import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import { fromPosition, toPosition } from './event-file';
import type { JudgedRows } from './judged-rows';

/** Those who are far behind go on by turns, so what one has read the others ask for within a moment. */
const KEPT_MS = 2000;
const MOST_BYTES = 8 * 1024 * 1024;
/** Who takes fewer at a time takes no turns, and so has gone ahead of all others. */
const FEWEST = 100;

const weightOf = (rows: readonly StoredFact[]): number =>
  rows.reduce((sum, { texts }) => sum + 2 * ((texts?.data.length ?? 0) + (texts?.metadata.length ?? 0)), 0);

interface Page {
  /** It begins after this. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly bytes: number;
  readonly judged: JudgedRows;
}

/** What comes after a place in a page, at most so many facts. */
const pieceOf = ({ from, judged }: Page, after: number, limit: number): JudgedRows => {
  if (after === from && judged.facts.length <= limit) return judged;
  const place = toPosition(after);
  const rest = judged.facts.filter(({ position }) => position > place);
  const facts = rest.slice(0, limit);
  const last = facts.length < rest.length ? facts.at(-1)?.position : judged.last;
  const passed = judged.passed.filter(({ position }) => position > place && position <= (last ?? ''));
  return { facts, passed, last };
};

/**
 * The pages of the log that were read last, for others who go through the same stretch: read models that are filled together,
 * and policies behind them, would each read, parse and prove every fact of it. Who asks from within a page gets the rest of it, and
 * so goes on with the others. Kept no longer than a moment, so that what is settled or lost meanwhile counts.
 */
export class SharedPages {
  private readonly pages = new LRUCache<string, Page>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });

  /** What `read` answers, or a piece of what it answered a moment ago to somebody who asked for as many. */
  after(
    position: number,
    limit: number,
    read: () => { readonly rows: readonly StoredFact[]; readonly judged: JudgedRows },
  ): JudgedRows {
    for (const page of this.pages.values()) {
      if (page.from <= position && position < page.to && limit <= page.limit) return pieceOf(page, position, limit);
    }
    const { rows, judged } = read();
    // One that is not full goes on growing.
    if (limit >= FEWEST && rows.length === limit && judged.last !== undefined) {
      const page = { from: position, to: fromPosition(judged.last), limit, bytes: 1 + weightOf(rows), judged };
      const key = `${position} ${limit}`;
      this.pages.set(key, page);
      setTimeout(() => this.pages.delete(key), KEPT_MS).unref();
    }
    return judged;
  }
}
