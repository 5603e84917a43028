import type { EventMetadata } from '../../../src/kernel/event-metadata';
import { upcast } from '../../../src/kernel/facts/upcast';
import type { Projector } from '../../../src/kernel/projector';
import type { Condition } from '../../../src/kernel/read-model';
import { differences, plain, type Documents } from './differences';
import { goldenFacts } from './golden-facts';
import { isPlain, isSame, PHASES, type Listed, type Phase, type Step } from './snapshot-step';
import { streamOf } from './stream-of';
import { varied, variationsOf } from './varied-fact';

const ID = '019b3c2e7f3a7d1e9c5b2a4f6e8d0c1a';
const metadata: EventMetadata = {
  actor: { kind: 'user', userId: ID, email: 'Ann@example.com' },
  time: '2026-02-01T09:30:00.000Z',
  correlationId: 'c',
  causationId: 'b',
  ip: '192.0.2.1',
};
const SETTLED_AT = '2026-02-02T09:30:00.000Z';
const BEGINS = /-(created|enrolled|given|reserved|enrollment-requested|checked-out|queued|claimed|added)\./;
const ENDS = /-(deleted|destroyed|revoked|released|removed|closed|locked|checked-in|cancelled|expired)\./;
const phaseOf = (file: string): Phase => (BEGINS.test(file) ? 'begins' : ENDS.test(file) ? 'ends' : 'goes on');

/** What a list begins with, so that things are there before something happens to them. */
const EARLY = ['enrollment-requested', 'created', 'enrolled', 'rotation-requested', 'staged', 'leased', 'started'];

const rank = (file: string): number => {
  const found = EARLY.findIndex((word) => file.includes(`${word}.`));
  return found === -1 ? EARLY.length : found;
};

/** Kept apart, so that a fact that is listed later changes no place of those that are listed. */
const FIRST_OF: Readonly<Record<Phase, number>> = { begins: 0, 'goes on': 1000, ends: 2000 };

const known = new Map(goldenFacts().map((golden) => [golden.file, golden.fact]));
/** By wire name, the golden file of the shape that is written today. */
const newest = new Map([...known].map(([file, { type }]) => [type, file]));

/** As every store hands it out. */
const told = (file: string): { readonly type: string; readonly data: object } => {
  const fact = known.get(file);
  if (fact === undefined) throw new Error(`there is no golden fact ${file}`);
  const { type, data } = upcast({ ...fact, metadata });
  return { type, data: data as object };
};

const apply = (projector: Projector<unknown>, before: Documents, fact: ReturnType<typeof told>, at: number) => {
  const position = String(at).padStart(6, '0');
  const event = { ...fact, id: `event-${position}`, stream: streamOf(fact), revision: at, position, metadata };
  const after = new Map(before);
  const ids = projector.ids(event);
  for (const id of ids) after.set(id, projector.next(after.get(id), event, id));
  return { after, ids };
};

const matches = (document: unknown, { field, ...condition }: Condition): boolean =>
  !('is' in condition) || (document as Readonly<Record<string, unknown>>)[field] === condition.is;

/** What is left after the settling of a loss of a stream of this category. */
const withoutLost = ({ losses = [] }: Projector<unknown>, before: Documents, category: string): Documents => {
  const after = new Map(before);
  for (const loss of losses.filter((each) => each.category === category)) {
    for (const [id, document] of after) {
      const rests = document !== undefined && loss.where(ID).every((condition) => matches(document, condition));
      if (rests) after.set(id, loss.left(document, SETTLED_AT, ID));
    }
  }
  return after;
};

/** Documents before and after a fact of the list, and where in the log it stands. */
interface Passage {
  readonly before: Documents;
  readonly after: Documents;
  readonly ids: readonly string[];
  readonly at: number;
}

const passagesOf = (projector: Projector<unknown>, listed: readonly Listed[]): ReadonlyMap<string, Passage> => {
  const passages = new Map<string, Passage>();
  let begun: Documents = new Map();
  let current: Documents = begun;
  for (const phase of PHASES) {
    listed
      .filter((step) => step.phase === phase && isPlain(step))
      .forEach(({ fact }, index) => {
        const before = phase === 'ends' ? begun : current;
        const at = FIRST_OF[phase] + index;
        const { after, ids } = apply(projector, before, told(fact), at);
        passages.set(fact, { before, after, ids, at });
        current = after;
      });
    if (phase === 'begins') begun = current;
  }
  return passages;
};

const documentsOf = (projector: Projector<unknown>, step: Listed, passage: Passage): Step['documents'] => {
  const { before, after, ids, at } = passage;
  if (step.lost !== undefined) return differences(after, withoutLost(projector, after, step.lost));
  if (step.varied === undefined) return Object.fromEntries(ids.map((id) => [id, plain(after.get(id))]));
  const { type, data } = told(step.fact);
  return differences(after, apply(projector, before, { type, data: varied(data, step.varied) }, at).after);
};

/** What a read model makes of a list of golden facts, in the order they are listed. */
export const stepsOf = (projector: Projector<unknown>, listed: readonly Listed[]): Step[] => {
  const passages = passagesOf(projector, listed);
  return listed.map((step) => {
    const passage = passages.get(step.fact);
    if (passage === undefined) throw new Error(`${step.fact} is varied and not listed`);
    return { ...step, documents: documentsOf(projector, step, passage) };
  });
};

/** With what it may be varied by where it is the newest of its kind, and all that can be lost after it. */
const withItsKin = ({ losses = [] }: Projector<unknown>, { phase, fact }: Listed): readonly Listed[] => {
  const golden = known.get(fact);
  const variations =
    golden !== undefined && newest.get(golden.type) === fact ? variationsOf(golden.type, golden.data) : [];
  return [
    { phase, fact },
    ...variations.map((variation) => ({ phase, fact, varied: variation })),
    ...[...new Set(losses.map(({ category }) => category))].map((lost) => ({ phase, fact, lost })),
  ];
};

/**
 * What a list does not have yet, to stand at the end of its phase: facts that a read model follows, and what may become of
 * them. Where it follows all there are, it treats them alike.
 */
export const notListed = (projector: Projector<unknown>, listed: readonly Listed[]): readonly Listed[] => {
  const { types } = projector;
  const missing = [...known.keys()]
    .filter((file) => types?.includes(told(file).type) !== false && !listed.some((step) => step.fact === file))
    .toSorted((a, b) => rank(a) - rank(b))
    .map((file): Listed => ({ phase: listed.length === 0 ? phaseOf(file) : 'goes on', fact: file }));
  const facts = [...listed.filter(isPlain), ...missing];
  return (types === undefined ? facts : facts.flatMap((step) => withItsKin(projector, step))).filter(
    (step) => !listed.some((other) => isSame(step, other)),
  );
};
