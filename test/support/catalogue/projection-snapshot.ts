import type { EventMetadata } from '../../../src/kernel/event-metadata';
import { upcast } from '../../../src/kernel/facts/upcast';
import type { Projector } from '../../../src/kernel/projector';
import { goldenFacts, type GoldenFact } from './golden-facts';
import { streamOf } from './stream-of';

/** What begins something, what happens to it, and what ends it: each end is tried on what had only begun. */
const PHASES = ['begins', 'goes on', 'ends'] as const;
type Phase = (typeof PHASES)[number];

/** A fact of a fixed list, and the documents it touches as they are after it; null: there is none. */
export interface Step {
  readonly phase: Phase;
  /** Its golden file. */
  readonly fact: string;
  readonly documents: Readonly<Record<string, unknown>>;
}

type Documents = ReadonlyMap<string, unknown>;

const metadata: EventMetadata = {
  actor: { kind: 'user', userId: '019b3c2e7f3a7d1e9c5b2a4f6e8d0c1a', email: 'Ann@example.com' },
  time: '2026-02-01T09:30:00.000Z',
  correlationId: 'c',
  causationId: 'b',
  ip: '192.0.2.1',
};
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

const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

const apply = (projector: Projector<unknown>, before: Documents, { fact }: GoldenFact, at: number) => {
  const { type, data } = upcast({ ...fact, metadata });
  const told = { type, data: data as object };
  const position = String(at).padStart(6, '0');
  const event = { ...told, id: `event-${position}`, stream: streamOf(told), revision: at, position, metadata };
  const after = new Map(before);
  const touched = projector.ids(event).map((id) => {
    after.set(id, projector.next(after.get(id), event, id));
    return [id, plain(after.get(id))] as const;
  });
  return { after, documents: Object.fromEntries(touched) };
};

const known = new Map(goldenFacts().map((golden) => [golden.file, golden]));

/** What a read model makes of a list of golden facts, in the order they are listed. */
export const stepsOf = (projector: Projector<unknown>, listed: readonly Pick<Step, 'phase' | 'fact'>[]): Step[] => {
  let begun: Documents = new Map();
  let current: Documents = begun;
  return PHASES.flatMap((phase) => {
    const facts = listed.filter((step) => step.phase === phase);
    const steps = facts.map(({ fact }, index) => {
      const golden = known.get(fact);
      if (golden === undefined) throw new Error(`there is no golden fact ${fact}`);
      const { after, documents } = apply(
        projector,
        phase === 'ends' ? begun : current,
        golden,
        FIRST_OF[phase] + index,
      );
      current = after;
      return { phase, fact, documents };
    });
    if (phase === 'begins') begun = current;
    return steps;
  });
};

/** Those golden facts of a read model that a list does not have yet, to stand at the end of their phase. */
export const notListed = (
  { types }: Projector<unknown>,
  listed: readonly Pick<Step, 'fact'>[],
): readonly Pick<Step, 'phase' | 'fact'>[] =>
  [...known.values()]
    .filter(
      ({ file, fact }) =>
        types?.includes(upcast({ ...fact, metadata }).type) !== false && !listed.some((step) => step.fact === file),
    )
    .toSorted((a, b) => rank(a.file) - rank(b.file))
    .map(({ file }) => ({ phase: listed.length === 0 ? phaseOf(file) : 'goes on', fact: file }));
