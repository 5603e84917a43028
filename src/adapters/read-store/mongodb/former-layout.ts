import type { Versioned } from '../../../kernel/read-model';
import { StoreDamaged } from '../../../kernel/store-errors';
import type { Layout } from './layout';
import type { StoredDocument } from './stored-document';

interface FormerDocument {
  readonly _id: string;
  readonly position: string;
  readonly doc?: string;
}

const parsed = <D>(text: string, id: string): D => {
  try {
    return JSON.parse(text) as D;
  } catch (error) {
    throw new StoreDamaged(`the read model's document ${id} in MongoDB can not be read; rebuild the model`, {
      cause: error,
    });
  }
};

const versioned = <D>(stored: StoredDocument): Versioned<D> => {
  const { _id: id, position, doc } = stored as unknown as FormerDocument;
  return doc === undefined ? { id, position } : { id, position, document: parsed<D>(doc, id) };
};

/**
 * How builds lie that releases before 2 began: a document is a text, and what it is filtered by stands beside it, yes and no
 * in words. They are of older versions of their models: read until the new ones have caught up, and never written.
 */
export const FORMER_LAYOUT: Layout = {
  path: (field) => `f.${field}`,
  value: (_, value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : value),
  words: 'words',
  alive: { doc: { $exists: true } },
  unread: { doc: 1 },
  listed: <D>(stored: StoredDocument) => versioned<D>(stored).document as D,
  versioned,
};
