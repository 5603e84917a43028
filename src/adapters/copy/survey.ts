import type { FactClassifier } from '../../kernel/facts/fact-classifier';
import type { OfflineDamages } from '../../kernel/offline-damage';
import type { StoredLog } from '../../kernel/stored-log';
import { eachStored } from './log-target';
import { NotCopied } from './not-copied';

const SHOWN = 3;

export interface LogSurvey {
  readonly events: number;
  /** Events of somebody else in streams of ours. */
  readonly strangers: number;
}

/** Throws {@link NotCopied} where anything can't be read and nobody has settled it: in a new place it would be another damage. */
export const assertSettled = async ({ list }: Pick<OfflineDamages, 'list'>): Promise<void> => {
  const open = (await list()).filter(({ settledBy }) => settledBy === undefined);
  if (open.length === 0) return;
  const named = open.slice(0, SHOWN).map(({ stream, revision }) => `${stream} ${revision}`);
  throw new NotCopied(
    `${open.length} places of the log can't be read (${named.join(', ')}${open.length > SHOWN ? ', …' : ''}); settle them first: npx --no keyledger settle lists them. Nothing was copied.`,
  );
};

/** Reads the log from end to end. */
export const survey = async (log: StoredLog, judge: FactClassifier): Promise<LogSurvey> => {
  let [events, strangers] = [0, 0];
  for await (const fact of eachStored(log)) {
    events += 1;
    const isPassedOver = judge.settled.passesOver(fact.stream, fact.revision, fact.position);
    if (!judge.isOurs(fact.type) && !isPassedOver) strangers += 1;
  }
  return { events, strangers };
};
