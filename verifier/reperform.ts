import { streamName, type Fold } from '../src/kernel/fold';
import type { Refusal } from '../src/kernel/refusal';
import type { Loaded, View } from '../src/kernel/stream-reader';
import { StreamUnreadable } from '../src/kernel/stream-unreadable';
import { StateView } from '../src/reports/state-view';
import { streamDigest } from '../wire/tlog/stream-digest';
import { Emergencies } from './emergencies';
import type { FactOfLog } from './facts-of-bundle';
import type { ReadFact } from './facts-of-streams';
import type { Finding } from './finding';
import { Findings } from './findings';
import { CHECKED_OUT, judgeDisclosure, REVEALED } from './judge-disclosure';

/** Whoever checks something out while others hold it. */
const HELD: ReadonlySet<string> = new Set(['ALREADY_CHECKED_OUT', 'MAX_SESSIONS_REACHED']);
/** Streams that a note names. */
const MOST_NAMED = 5;

/** A session that was handed over is judged by another act. */
const isJudged = ({ type, data }: ReadFact): boolean =>
  (type === CHECKED_OUT && data['transferredFrom'] === undefined) || type === REVEALED;

/** A view that tells which streams a judgement rests on. */
const watched = (view: StateView): { readonly view: View; readonly streams: ReadonlySet<string> } => {
  const streams = new Set<string>();
  const load = async <S>(fold: Fold<S>, id?: string): Promise<Loaded<S>> => {
    streams.add(streamName(fold.category, id));
    return view.load(fold, id);
  };
  return { view: { at: view.at, time: view.time, digest: view.digest, load }, streams };
};

const findingOf = (refusal: Refusal | StreamUnreadable): Pick<Finding, 'rule' | 'detail'> =>
  refusal instanceof StreamUnreadable
    ? { rule: 'permission', detail: `nothing that stands before it can have allowed it: ${refusal.message}` }
    : {
        rule: HELD.has(refusal.code) ? 'double-holder' : 'permission',
        detail: `it was not allowed by what stands before it (${refusal.code}): ${refusal.detail}`,
      };

/** What was judged; or that it can not be, with the streams that lack facts. */
const judged = async (view: StateView, fact: ReadFact): Promise<Refusal | StreamUnreadable | string[] | undefined> => {
  const watching = watched(view);
  let outcome: Refusal | StreamUnreadable | undefined;
  try {
    outcome = await judgeDisclosure(watching.view, fact);
  } catch (error) {
    if (!(error instanceof StreamUnreadable)) throw error;
    outcome = error;
  }
  // Once a loss was settled, what is left is all that anybody had a right by; until then nobody knows what it was.
  const lacking = [...watching.streams].filter((stream) => view.lacks(stream) && !view.isSettled(stream));
  return lacking.length > 0 ? lacking : outcome;
};

const noteOf = (count: number, streams: ReadonlySet<string>): string => {
  const others = streams.size > MOST_NAMED ? ` and ${streams.size - MOST_NAMED} more` : '';
  const named = [...streams].slice(0, MOST_NAMED).join(', ');
  return `${count} disclosures could not be judged: they rest on streams of which facts are lost (${named}${others})`;
};

/**
 * Judges every disclosure of a log again, by the code that decided it, on the facts that lay before it: permission, grant,
 * approval, who held the value. And what must follow broken glass: a notice, and within a day a review by somebody else. What
 * two nodes wrote at the same instant may stand in the log in the other order than it was decided in: look at such a finding.
 * `damages`: the facts of the log that tell of damage, before all others, as a loss is told later than what it concerns.
 */
export const reperform = async (
  facts: AsyncIterable<FactOfLog> | Iterable<FactOfLog>,
  damages: Iterable<ReadFact> = [],
) => {
  const findings = new Findings();
  const view = new StateView(streamDigest);
  const emergencies = new Emergencies();
  const doubtful = { count: 0, streams: new Set<string>() };
  for (const damage of damages) view.tellLater(damage);
  let disclosures = 0;
  for await (const each of facts) {
    const { fact, leaf } = each;
    if (isJudged(fact)) {
      const outcome = await judged(view, fact);
      if (Array.isArray(outcome)) {
        doubtful.count += 1;
        outcome.forEach((stream) => doubtful.streams.add(stream));
      } else {
        disclosures += 1;
        const { stream, revision } = fact;
        if (outcome !== undefined) findings.add({ ...findingOf(outcome), leaf, stream, revision });
      }
    }
    emergencies.take(each);
    view.tell(fact, leaf);
  }
  emergencies.finish(findings);
  return { disclosures, findings, notes: doubtful.count === 0 ? [] : [noteOf(doubtful.count, doubtful.streams)] };
};
