import { accessGrants } from '../domain/access-grants/state';
import { account } from '../domain/accounts/state';
import { idpEmail, idpGroup, idpUser } from '../domain/directory/state';
import { host } from '../domain/hosts/state';
import { identity } from '../domain/identities/evolve';
import { organization } from '../domain/organizations/state';
import { supportAccess } from '../domain/support-access/state';
import { user, userEmail } from '../domain/users/state';
import { vault } from '../domain/vaults/state';
import type { Digest } from '../kernel/digest';
import { entryOf } from '../kernel/entry-of';
import { streamName, type Fold } from '../kernel/fold';
import type { Loaded, View } from '../kernel/stream-reader';
import type { ReportFact } from './report-fact';

type Step = (state: unknown, data: object) => unknown;
interface AnyFold {
  readonly category: string;
  readonly initial: unknown;
  readonly evolve: unknown;
}

/** What reports rest on. One fold for each kind of stream. */
const FOLDS: ReadonlyMap<string, AnyFold> = new Map(
  [
    accessGrants,
    account,
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

interface Folded {
  state: unknown;
  facts: number;
  revision: number;
  time: string;
}

/**
 * The streams that decide who may do what, as they were at one place of the log: facts are told it one by one and forgotten, states
 * are kept. Answers the code that decides as the server's own views do.
 */
export class StateView implements View {
  readonly at = '';
  /** Of the last fact; a report of a moment sets it. */
  time = '';
  private readonly streams = new Map<string, Map<string, Folded>>();

  constructor(readonly digest: Digest) {}

  tell({ stream, revision, type, data, metadata }: ReportFact): void {
    this.time = metadata.time;
    const dash = stream.indexOf('-');
    const category = dash < 0 ? stream : stream.slice(0, dash);
    const fold = FOLDS.get(category);
    if (fold === undefined) return;
    const id = dash < 0 ? '' : stream.slice(dash + 1);
    const ofCategory = this.streams.get(category) ?? new Map<string, Folded>();
    this.streams.set(category, ofCategory);
    const known = ofCategory.get(id) ?? { state: fold.initial, facts: 0, revision: -1, time: '' };
    const step = entryOf(fold.evolve as Readonly<Record<string, Step>>, type);
    if (step !== undefined) known.state = step(known.state, data);
    known.facts += 1;
    known.revision = revision;
    known.time = metadata.time;
    ofCategory.set(id, known);
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
    if (!FOLDS.has(fold.category)) throw new Error(`reports do not fold ${fold.category}`);
    const known = this.streams.get(fold.category)?.get(id ?? '');
    const revision = known?.revision ?? -1;
    return {
      stream: streamName(fold.category, id),
      state: this.state(fold, id),
      revision,
      lastFact: revision,
      facts: known?.facts ?? 0,
      ...(known === undefined ? {} : { time: known.time }),
    };
  }
}
