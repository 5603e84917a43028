import type { DomainEvent } from '../../../src/kernel/event';
import { ourStream } from '../../../src/kernel/facts/our-streams';
import type { Fold } from '../../../src/kernel/fold';
import { newestFacts } from './golden-facts';

/** What every id of a golden fact is. */
const ID = /019b3c2e7f3a7d1e9c5b2a4f6e8d0c1[0-9a-f]/g;
/** How many people, hosts and vaults a stream has to do with: they come again and again, while all else is new each time. */
const KNOWN = 200;
const KNOWN_FIELDS = /^(user|idpUser|host|organization|identityGroup|decided|granted|created|otherHost)(Id|By)$/;
const VERSION = /[vV]ersion$/;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const DAY_MS = 24 * 60 * 60 * 1000;

const idOf = (n: number): string => n.toString(16).padStart(32, '0');

type Grow = (n: number) => unknown;

/** What a value of a golden fact is in the n-th one like it. */
const growing = (value: unknown, field: string, subject: string | undefined): Grow => {
  if (Array.isArray(value)) {
    const each = value.map((item) => growing(item, field, subject));
    return (n) => each.map((grow) => grow(n));
  }
  if (typeof value === 'object' && value !== null) {
    const each = Object.entries(value).map(([name, member]) => [name, growing(member, name, subject)] as const);
    return (n) => Object.fromEntries(each.map(([name, grow]) => [name, grow(n)]));
  }
  if (typeof value === 'number' && VERSION.test(field)) return (n) => n + value;
  if (typeof value !== 'string' || field === subject) return () => value;
  if (TIME.test(value)) {
    const first = Date.parse(value);
    return (n) => new Date(first + n * DAY_MS).toISOString();
  }
  const isKnown = KNOWN_FIELDS.test(field);
  return value.search(ID) === -1 ? () => value : (n) => value.replaceAll(ID, idOf(isKnown ? n % KNOWN : n));
};

const ORDER = [/-(created|claimed|opened|raised)\./, /-(requested|queued|given|added|enrolled|found|checked-out)\./];
const ENDS =
  /-(deleted|destroyed|revoked|released|removed|closed|settled|handled|dismissed|checked-in|cancelled|expired|result-recorded)\./;

const rank = (type: string): number => {
  const early = ORDER.findIndex((words) => words.test(type));
  if (early !== -1) return early;
  return ENDS.test(type) ? ORDER.length + 1 : ORDER.length;
};

const FACTS = newestFacts();

/** Refusals that are decided upon are no facts with a golden file of their own. */
const refusals = (evolve: object): readonly DomainEvent[] =>
  Object.keys(evolve)
    .filter((type) => type.endsWith('-refused.v1') && !FACTS.some((fact) => fact.type === type))
    .map((type) => ({ type, data: { refusedAt: '2026-01-31T10:30:00.000Z' } }));

/**
 * So many facts of one stream, whose people and hosts come again and whose sessions, grants, jobs … are each new. `passing`: what
 * begins ends before the next begins; `gathering`: nothing ever ends.
 */
export const grownFacts = (
  { category, evolve }: Fold<object, DomainEvent>,
  how: 'passing' | 'gathering',
  count: number,
): readonly DomainEvent[] => {
  const subject = ourStream(`${category}-x`)?.subject;
  const told = [...FACTS.filter(({ type }) => Object.hasOwn(evolve, type)), ...refusals(evolve)];
  const all = told.toSorted((a, b) => rank(a.type) - rank(b.type));
  const staying = all.filter(({ type }) => !ENDS.test(type));
  const facts = how === 'passing' || staying.length === 0 ? all : staying;
  const likeThem = facts.map(({ type, data }) => ({ type, grow: growing(data, '', subject) }));
  return Array.from({ length: Math.ceil(count / likeThem.length) }, (_, n) =>
    likeThem.map(({ type, grow }) => ({ type, data: grow(n + 1) as object })),
  )
    .flat()
    .slice(0, count);
};
