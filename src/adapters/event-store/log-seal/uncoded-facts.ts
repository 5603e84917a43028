import type { FactClassifier, StoredFact } from '../../../kernel/facts/fact-classifier';
import { withoutCode } from '../../../kernel/facts/stored-code';
import { BEFORE_FIRST, type Position } from '../../../kernel/position';
import type { StoredLog } from '../../../kernel/stored-log';

const PAGE = 500;

/** Is it of our kind, and has nothing to prove it by? */
export const isUncoded = (judge: Pick<FactClassifier, 'isOurs'>, { type, metadata }: StoredFact): boolean =>
  judge.isOurs(type) && withoutCode(metadata).code === undefined;

/** Every fact of our kind in our streams, in the log's order, up to a position; pages of them, so that others get on meanwhile. */
export async function* ourFacts(
  log: StoredLog,
  judge: Pick<FactClassifier, 'isOurs'>,
  upTo?: Position,
): AsyncIterable<readonly StoredFact[]> {
  for (let after: Position = BEFORE_FIRST; ;) {
    const { facts, position, more } = await log.readStored(after, PAGE);
    yield facts.filter((fact) => judge.isOurs(fact.type) && (upTo === undefined || fact.position <= upTo));
    after = position;
    if (!more || (upTo !== undefined && after >= upTo)) return;
  }
}
