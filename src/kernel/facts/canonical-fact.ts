import type { NewEvent } from '../new-event';
import { canonicalJson } from './canonical-json';
import { factText, writtenTexts } from './fact-text';

/** What an append knows of a fact; the revision only where it was named. */
export interface PlacedFact extends NewEvent {
  readonly stream: string;
  readonly revision?: number;
}

/**
 * A fact's canonical bytes, as text: the RFC 8785 JSON of its stream, revision, id, type, data and metadata, and of nothing that a
 * store added (position). Every node, both stores and every auditor make the same of the same fact.
 */
export const canonicalFact = (fact: PlacedFact): string => {
  const { stream, revision, id, type, data, metadata } = fact;
  const texts = writtenTexts(fact);
  return texts === undefined ? canonicalJson({ stream, revision, id, type, data, metadata }) : factText(fact, texts);
};
