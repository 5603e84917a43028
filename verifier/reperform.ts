import { identity } from '../src/domain/identities/evolve';
import { streamName, type Fold } from '../src/kernel/fold';
import type { Refusal } from '../src/kernel/refusal';
import type { Loaded, View } from '../src/kernel/stream-reader';
import { StreamUnreadable } from '../src/kernel/stream-unreadable';
import { StateView } from '../src/reports/state-view';
import { streamDigest } from '../wire/tlog/stream-digest';
import { Doubts } from './doubts';
import { Emergencies } from './emergencies';
import type { FactOfLog } from './facts-of-bundle';
import type { ReadFact } from './facts-of-streams';
import type { Finding } from './finding';
import { Findings } from './findings';
import { givenBy, Handovers } from './handovers';
import { judgeDisclosure } from './judge-disclosure';
import { CHECKED_IN, CHECKED_OUT, LEASED, REDISCLOSED, REVEALED, text, WITHHELD } from './kinds-of-facts';

/** Whoever checks something out while others hold it. */
const HELD: ReadonlySet<string> = new Set(['ALREADY_CHECKED_OUT', 'MAX_SESSIONS_REACHED']);
const JUDGED: ReadonlySet<string> = new Set([CHECKED_OUT, REVEALED, REDISCLOSED, LEASED]);

/** Ends a session that nobody had open, of a stream that lacks nothing. */
const isGroundless = (view: StateView, { type, stream, data }: ReadFact): boolean => {
  if (type !== CHECKED_IN || view.lacks(stream)) return false;
  const { sessions } = view.state(identity, text(data, 'identityId'));
  return sessions.every(({ sessionId }) => sessionId !== text(data, 'sessionId'));
};

/** A view that tells which streams a judgement rests on. */
const watched = (view: StateView): { readonly view: View; readonly streams: ReadonlySet<string> } => {
  const streams = new Set<string>();
  const load = async <S>(fold: Fold<S>, id?: string): Promise<Loaded<S>> => {
    streams.add(streamName(fold.category, id));
    return view.load(fold, id);
  };
  return { view: { at: view.at, time: view.time, digest: view.digest, load }, streams };
};

type Place = Pick<Finding, 'leaf' | 'stream' | 'revision'>;

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

/** Judges a log again, fact by fact. */
class Reperformance {
  readonly findings = new Findings();
  private readonly view = new StateView(streamDigest);
  private readonly emergencies = new Emergencies();
  private readonly handovers = new Handovers();
  private readonly doubted = {
    disclosures: new Doubts('disclosures'),
    emergencies: new Doubts('cases of broken glass'),
  };
  private disclosures = 0;
  /** By its fact's id, what was found of a value that may turn out not to have been shown. */
  private readonly shown = new Map<string, Finding>();
  /** Some fact says what none of its kind says: what follows from it can't be known. */
  private isOver = false;

  /** What a fact says of damage, before all others. */
  learn(damage: ReadFact): Promise<void> {
    return this.attempt({}, () => this.view.tellLater(damage));
  }

  take(each: FactOfLog): Promise<void> {
    const { fact, leaf } = each;
    const about = { leaf, stream: fact.stream, revision: fact.revision };
    return this.attempt(about, async () => {
      if (JUDGED.has(fact.type)) await this.judge(fact, about);
      if (fact.type === WITHHELD) this.withhold(fact);
      if (isGroundless(this.view, fact)) {
        this.findings.add({ rule: 'checkin', ...about, detail: 'it ended a session that nobody had open' });
      }
      this.handovers.take(fact);
      await this.emergencies.take(each, this.view);
      this.view.tell(fact, leaf);
    });
  }

  /** What was found; of what was withheld nothing. */
  async finish() {
    const { view, findings, emergencies, doubted, disclosures } = this;
    for (const finding of this.shown.values()) findings.add(finding);
    await this.attempt({}, () => emergencies.finish(view, findings, doubted.emergencies));
    return { disclosures, findings, notes: [...doubted.disclosures.notes, ...doubted.emergencies.notes] };
  }

  private async judge(fact: ReadFact, about: Place): Promise<void> {
    const outcome = await judged(this.view, fact);
    if (Array.isArray(outcome)) return this.doubted.disclosures.add(outcome);
    this.disclosures += 1;
    if (outcome !== undefined) this.tell(fact, { ...findingOf(outcome), ...about });
    else if (givenBy(fact) !== undefined && !this.handovers.use(fact)) {
      this.findings.add({ rule: 'permission', ...about, detail: 'nobody had handed the session over' });
    }
  }

  /** A checkout begins a session, whatever became of its value. */
  private tell({ type, id }: ReadFact, finding: Finding): void {
    if (type === CHECKED_OUT) this.findings.add(finding);
    else this.shown.set(id, finding);
  }

  private withhold({ data, stream }: ReadFact): void {
    const id = text(data, 'disclosureId');
    if (this.shown.get(id)?.stream === stream) this.shown.delete(id);
  }

  /** What was altered may be such that nothing can be made of it. */
  private async attempt(about: Place, step: () => void | Promise<void>): Promise<void> {
    if (this.isOver) return;
    try {
      await step();
    } catch (error) {
      this.isOver = true;
      const detail = `from here on nothing can be judged again: ${(error as Error).message}`;
      this.findings.add({ rule: 'permission', ...about, detail });
    }
  }
}

/**
 * Judges every disclosure of a log again, by the code that decided it, on the facts that lay before it: permission, grant,
 * approval, who held the value. And that each checkin ended a session, and what must follow broken glass: a notice, its end, another
 * value, and within a day a review by somebody else. What two nodes wrote at the same instant may stand in the log in the other order
 * than it was decided in: look at such a finding. `damages`: the facts of the log that tell of damage, before all others, as a loss
 * is told later than what it concerns.
 */
export const reperform = async (
  facts: AsyncIterable<FactOfLog> | Iterable<FactOfLog>,
  damages: Iterable<ReadFact> = [],
) => {
  const log = new Reperformance();
  for (const damage of damages) await log.learn(damage);
  for await (const each of facts) await log.take(each);
  return log.finish();
};
