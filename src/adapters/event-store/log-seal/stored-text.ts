import { canonicalFact, type PlacedFact } from '../../../kernel/facts/canonical-fact';
import type { StoredFact } from '../../../kernel/facts/fact-classifier';

/** What a fact that has no code is sealed by: its canonical text, or, where it has none, another that no other fact has. */
export const storedText = (stored: StoredFact): string => {
  try {
    return canonicalFact(stored as StoredFact & PlacedFact);
  } catch {
    const { stream, revision, id, type, data, metadata } = stored;
    return JSON.stringify([stream, revision, id, type, data, metadata]);
  }
};
