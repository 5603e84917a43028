import { LRUCache } from 'lru-cache';
import type { Position } from '../../kernel/position';
import type { LogPage } from './log-page';

/** Those who are far behind go on by turns, so what one has read the others ask for within a moment. */
const KEPT_MS = 2000;
const MOST_BYTES = 8 * 1024 * 1024;
/** Who takes fewer at a time takes no turns, and so has gone ahead of all others. */
const FEWEST = 100;

interface Page {
  /** It begins after this. */
  readonly from: Position;
  readonly to: Position;
  readonly limit: number;
  readonly bytes: number;
  readonly whole: LogPage;
}

/** What comes after a place in a page, at most so many facts. */
const pieceOf = ({ from, whole }: Page, after: Position, limit: number): LogPage => {
  if (after === from && whole.facts.length <= limit) return whole;
  const rest = whole.facts.filter(({ position }) => position > after);
  const facts = rest.slice(0, limit);
  const last = facts.length < rest.length ? facts.at(-1)?.position : whole.last;
  const passed = whole.passed.filter(({ position }) => position > after && position <= (last ?? ''));
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

  /** What comes after a place, or a piece of it, where somebody who asked for as many has read it a moment ago. */
  find(after: Position, limit: number): LogPage | undefined {
    for (const page of this.pages.values()) {
      if (page.from <= after && after < page.to && limit <= page.limit) return pieceOf(page, after, limit);
    }
    return undefined;
  }

  /** A full page: one that is not goes on growing. `bytes`: what it takes in memory. */
  keep(from: Position, limit: number, whole: LogPage, bytes: number): void {
    if (limit < FEWEST || whole.last === undefined) return;
    const key = `${from} ${limit}`;
    this.pages.set(key, { from, to: whole.last, limit, bytes: 1 + bytes, whole });
    setTimeout(() => this.pages.delete(key), KEPT_MS).unref();
  }

  /** The log may be another one by now. */
  clear(): void {
    this.pages.clear();
  }
}
