import { accessGrants } from '../domain/access-grants/state';
import { account } from '../domain/accounts/state';
import { breakGlassTries } from '../domain/break-glass/state';
import { idpEmail, idpGroup, idpUser } from '../domain/directory/state';
import { host } from '../domain/hosts/state';
import { identity } from '../domain/identities/evolve';
import { organization } from '../domain/organizations/state';
import { supportAccess } from '../domain/support-access/state';
import { user, userEmail } from '../domain/users/state';
import { vault } from '../domain/vaults/state';
import type { Digest } from '../kernel/digest';
import { entryOf } from '../kernel/entry-of';
import { GivenUp } from '../kernel/facts/given-up';
import { AHEAD_SETTLED, ALL, DAMAGE_FOUND, DAMAGE_SETTLED, isDamageSettled, Settled } from '../kernel/facts/settled';
import { streamName, type Fold } from '../kernel/fold';
import type { Loaded, View } from '../kernel/stream-reader';
import type { RecordedEvent } from '../kernel/recorded-event';
import { DamagedStreams } from './damaged-streams';
import { positionOfLeaf, type Leaf } from './leaf';
import type { ReportFact } from './report-fact';

type Step = (state: unknown, data: object) => unknown;
interface AnyFold extends Pick<Fold<unknown>, 'category' | 'initial'> {
  readonly evolve: unknown;
  readonly withoutRights?: unknown;
}

/** What decisions and reports rest on. One fold for each kind of stream. */
const FOLDS: ReadonlyMap<string, AnyFold> = new Map(
  [
    accessGrants,
    account,
    breakGlassTries,
    host,
    identity,
    idpEmail,
    idpGroup,
    idpUser,
    organization,
    supportAccess,
    user,
    userEmail,
    vault,
  ].map((fold: AnyFold) => [fold.category, fold]),
);

const TELLING_OF_STREAMS: ReadonlySet<string> = new Set([DAMAGE_FOUND, DAMAGE_SETTLED, AHEAD_SETTLED]);

interface Folded {
  state: unknown;
  facts: number;
  revision: number;
  time: string;
  givenUp: GivenUp;
}

const nothing = ({ initial }: AnyFold): Folded => ({
  state: initial,
  facts: 0,
  revision: -1,
  time: '',
  givenUp: new GivenUp(),
});

const partsOf = (stream: string) => {
  const dash = stream.indexOf('-');
  return dash < 0 ? { category: stream, id: '' } : { category: stream.slice(0, dash), id: stream.slice(dash + 1) };
};

/**
 * The streams that decide who may do what, as they were at one place of the log: facts are told it one by one and forgotten, states
 * are kept. Answers the code that decides as the server's own views do: what a settled loss took from anybody is taken here too.
 */
export class StateView implements View {
  at = '';
  /** Of the last fact; a report of a moment sets it. */
  time = '';
  private readonly streams = new Map<string, Map<string, Folded>>();
  private readonly settled = new Settled();
  readonly damaged = new DamagedStreams();

  constructor(readonly digest: Digest) {}

  tell(fact: ReportFact, leaf: Leaf): void {
    const { stream, revision, type, data, metadata } = fact;
    this.time = metadata.time;
    this.at = positionOfLeaf(leaf);
    if (TELLING_OF_STREAMS.has(type)) this.learn({ ...fact, position: this.at } as RecordedEvent);
    const { category, id } = partsOf(stream);
    const fold = FOLDS.get(category);
    if (fold === undefined || this.settled.passesOver(stream, revision, this.at)) return;
    const ofCategory = this.streams.get(category) ?? new Map<string, Folded>();
    this.streams.set(category, ofCategory);
    const known = ofCategory.get(id) ?? nothing(fold);
    ofCategory.set(id, known);
    this.giveUp(known, fold, stream, revision);
    const step = entryOf(fold.evolve as Readonly<Record<string, Step>>, type);
    if (step !== undefined) known.state = step(known.state, data);
    known.facts += 1;
    known.revision = revision;
    known.time = metadata.time;
  }

  /** A fact behind the moment that is told of: what it says of damage counts all the same. */
  tellLater(fact: ReportFact): void {
    this.damaged.learnLater(fact as RecordedEvent);
  }

  /** The state of one stream; without facts, as it starts. */
  state<S>({ category, initial }: Pick<Fold<S>, 'category' | 'initial'>, id = ''): S {
    const known = this.streams.get(category)?.get(id);
    return known === undefined ? initial : (known.state as S);
  }

  /** Every stream of a kind, in the order in which they began. */
  *all<S>({ category }: Pick<Fold<S>, 'category' | 'initial'>): Generator<readonly [id: string, state: S]> {
    for (const [id, { state }] of this.streams.get(category) ?? []) yield [id, state as S];
  }

  async load<S>(fold: Fold<S>, id?: string): Promise<Loaded<S>> {
    if (!FOLDS.has(fold.category)) throw new Error(`streams of ${fold.category} are not kept here`);
    const known = this.streams.get(fold.category)?.get(id ?? '');
    const revision = known?.revision ?? -1;
    const stream = streamName(fold.category, id);
    return {
      stream,
      state: this.state(fold, id),
      revision,
      lastFact: revision,
      facts: known?.facts ?? 0,
      ...(known === undefined || !this.settled.timeCounts(stream, revision) ? {} : { time: known.time }),
      ...(this.settled.touches(stream) ? { settled: true as const } : {}),
    };
  }

  /** Does a stream lack something of what it held at this place of the log? Of one that is not kept here: was anything of it lost? */
  lacks(stream: string): boolean {
    const { category, id } = partsOf(stream);
    const known = this.streams.get(category)?.get(id);
    return this.damaged.lacks(stream, FOLDS.has(category) ? (known?.revision ?? -1) : Number.POSITIVE_INFINITY);
  }

  /** Did somebody answer for what it lacks by now? Then what it still gives anybody is what it is known to give. */
  isSettled(stream: string): boolean {
    return this.settled.touches(stream);
  }

  private learn(event: RecordedEvent): void {
    this.settled.learn(event);
    this.damaged.learn(event);
    if (!isDamageSettled(event)) return;
    const { stream, lostUpTo } = event.data;
    const { category, id } = partsOf(stream);
    const fold = FOLDS.get(category);
    const known = this.streams.get(category)?.get(id);
    if (fold === undefined || known === undefined) return;
    if (lostUpTo === ALL) Object.assign(known, nothing(fold));
    // Nothing that is appended from now on lies among what is lost.
    else this.giveUp(known, fold, stream, Number.POSITIVE_INFINITY);
  }

  private giveUp(known: Folded, fold: AnyFold, stream: string, revision: number): void {
    known.state = known.givenUp.before(revision, this.settled.lossesOf(stream), fold as Fold<unknown>, known.state);
  }
}
