import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import type { JudgedRows } from './judged-rows';

/** Those who are far behind go on by turns, so what one has read the others ask for within a moment. */
const KEPT_MS = 1000;
const MOST_BYTES = 8 * 1024 * 1024;

const weightOf = (rows: readonly StoredFact[]): number =>
  rows.reduce((sum, { texts }) => sum + 2 * ((texts?.data.length ?? 0) + (texts?.metadata.length ?? 0)), 0);

interface Page {
  readonly position: number;
  readonly limit: number;
  readonly judged: JudgedRows;
}

/**
 * The page of the log that was read last, for others who go through the same stretch: read models that are filled together would
 * each read, parse and prove every fact of it. Kept no longer than a moment, so that what is settled or lost meanwhile counts.
 */
export class SharedPages {
  private last?: Page;
  private expiry?: NodeJS.Timeout;

  /** As `read` answers, or as it did a moment ago. */
  after(
    position: number,
    limit: number,
    read: () => { readonly rows: readonly StoredFact[]; readonly judged: JudgedRows },
  ): JudgedRows {
    const { last } = this;
    if (last?.position === position && last.limit === limit) return last.judged;
    const { rows, judged } = read();
    this.forget();
    // One that is not full goes on growing.
    if (rows.length === limit && weightOf(rows) <= MOST_BYTES) this.keep({ position, limit, judged });
    return judged;
  }

  forget(): void {
    clearTimeout(this.expiry);
    delete this.last;
  }

  private keep(page: Page): void {
    this.last = page;
    this.expiry = setTimeout(() => this.forget(), KEPT_MS);
    this.expiry.unref();
  }
}
