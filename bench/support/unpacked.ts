import { inflateRawSync } from 'node:zlib';
import type { SqlValue } from '../../src/adapters/sqlite/bind-value';
import type { Database } from '../../src/adapters/sqlite/database';

/** Answers the documents of a table of a read model as texts, packed or not: `@<page>.<number>` stands for one in a page. */
export const unpacked = (source: Database, table: string): ((doc: SqlValue | undefined) => SqlValue | undefined) => {
  let opened: { readonly page: string; readonly texts: readonly string[] } = { page: '', texts: [] };
  return (doc) => {
    if (typeof doc !== 'string' || !doc.startsWith('@')) return doc;
    const [page = '', number] = doc.slice(1).split('.');
    if (page !== opened.page) {
      const sql = `SELECT docs FROM ${table.replace('documents_', 'pages_')} WHERE page = ?`;
      const row = source.prepare<{ readonly docs: Uint8Array }>(sql).get([Number(page)]);
      opened = { page, texts: row === undefined ? [] : inflateRawSync(row.docs).toString('utf8').split('\n') };
    }
    return opened.texts[Number(number)];
  };
};
