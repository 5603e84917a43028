import type { FactClassifier } from '../../../kernel/facts/fact-classifier';
import type { LogSeal, SealedStretch } from '../../../kernel/facts/log-seal';
import { BEFORE_FIRST, type Position } from '../../../kernel/position';
import type { StoredLog } from '../../../kernel/stored-log';
import { storedText } from './stored-text';
import { TextDigest } from './text-digest';
import { isUncoded, ourFacts } from './uncoded-facts';

/** So many fit into one fact; the more there are, the fewer streams are in doubt when one of them has changed. */
const MOST_STRETCHES = 256;

/** What a log holds that has no code. */
export interface UncodedFacts {
  readonly facts: number;
  readonly upTo: Position;
  /** Of our facts those that prove themselves by a code. */
  readonly coded: number;
}

export const countUncoded = async (log: StoredLog, judge: FactClassifier): Promise<UncodedFacts> => {
  let [facts, coded, upTo] = [0, 0, BEFORE_FIRST];
  for await (const page of ourFacts(log, judge)) {
    for (const fact of page) {
      if (isUncoded(judge, fact)) [facts, upTo] = [facts + 1, fact.position];
      else if (judge.entry(fact)?.event !== undefined) coded += 1;
    }
  }
  return { facts, coded, upTo };
};

/** The seal of that. */
export const sealOf = async (
  log: StoredLog,
  judge: Pick<FactClassifier, 'isOurs'>,
  { facts: count, upTo }: UncodedFacts,
): Promise<LogSeal> => {
  const size = Math.max(1, Math.ceil(count / MOST_STRETCHES));
  const all = new TextDigest();
  const stretches: SealedStretch[] = [];
  let stretch = new TextDigest();
  const finish = (at: Position) => {
    stretches.push({ upTo: at, facts: stretch.texts, digest: stretch.end() });
    stretch = new TextDigest();
  };
  let last: Position = BEFORE_FIRST;
  if (count > 0) {
    for await (const page of ourFacts(log, judge, upTo)) {
      for (const fact of page.filter((each) => isUncoded(judge, each))) {
        const text = storedText(fact);
        all.add(text);
        stretch.add(text);
        last = fact.position;
        if (stretch.texts === size) finish(last);
      }
    }
    if (stretch.texts > 0) finish(last);
  }
  return { facts: all.texts, digest: all.end(), upTo, stretches };
};
