import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { StoreDamaged } from '../../../kernel/store-errors';
import type { Statement } from '../../sqlite/statement';

/** A document is found by reading those beside it, so not too many; with few there is little alike. */
const MOST = 64;
const FEWEST = 4;
const MOST_CHARS = 128 * 1024;
/** Pages kept as text for who reads on. */
const KEPT = 16;

/** Fast: what is alike in facts is found at once, or not at all. */
const LEVEL = 1;

interface Page {
  readonly docs: Uint8Array;
}

/** In pieces that fit on a page. */
const pagesOf = (docs: readonly string[]): readonly (readonly string[])[] => {
  const pages: string[][] = [];
  let chars = 0;
  for (const doc of docs) {
    const last = pages.at(-1);
    if (last === undefined || last.length === MOST || chars + doc.length > MOST_CHARS) {
      pages.push([doc]);
      chars = doc.length;
    } else {
      last.push(doc);
      chars += doc.length;
    }
  }
  return pages;
};

const opened = ({ docs }: Page): readonly string[] => {
  try {
    return inflateRawSync(docs).toString('utf8').split('\n');
  } catch {
    return [];
  }
};

/**
 * JSON texts that were written together lie together, compressed, and where each was stands its place: `@<page>.<number>`, which no
 * JSON begins with. They stay as they are; a document that changes is written out in its row.
 */
export class PackedDocuments {
  private readonly opened = new LRUCache<number, readonly string[]>({ max: KEPT });

  constructor(
    private readonly table: string,
    private readonly prepare: <R>(sql: string) => Statement<R>,
  ) {}

  /** Answers, in their order, what stands for each. To be called in a transaction; too few stand for themselves. */
  put(docs: readonly string[]): readonly string[] {
    return pagesOf(docs).flatMap((page) => {
      if (page.length < FEWEST) return page;
      // JSON texts have no line ends.
      const packed = deflateRawSync(page.join('\n'), { level: LEVEL });
      const { lastInsertRowid } = this.prepare(`INSERT INTO ${this.table} (docs) VALUES (?)`).run([packed]);
      return page.map((_, number) => `@${lastInsertRowid}.${number}`);
    });
  }

  /** Throws {@link StoreDamaged} where it is not there. */
  textOf(doc: string): string {
    if (!doc.startsWith('@')) return doc;
    const [page, number] = doc.slice(1).split('.').map(Number);
    const text = this.page(page ?? 0)[number ?? 0];
    if (text === undefined) throw new StoreDamaged('reads.db is damaged: packed documents are missing.');
    return text;
  }

  private page(id: number): readonly string[] {
    const known = this.opened.get(id);
    if (known !== undefined) return known;
    const row = this.prepare<Page>(`SELECT docs FROM ${this.table} WHERE page = ?`).get([id]);
    const texts = row === undefined ? [] : opened(row);
    this.opened.set(id, texts);
    return texts;
  }
}
