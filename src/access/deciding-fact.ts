import type { Actor } from '../kernel/actor';
import { entryOf } from '../kernel/entry-of';
import { canonicalJson } from '../kernel/facts/canonical-json';
import type { Ground, Parts } from '../kernel/ground';
import type { RecordedEvent } from '../kernel/recorded-event';
import type { StreamReader, View } from '../kernel/stream-reader';

/** The fact that decided a step: where it stands in the log, when it was, and who made it so. */
export interface DecidingFact {
  readonly stream: string;
  readonly revision: number;
  readonly time: string;
  /** A user's id; where none acted, the name of the policy or agent. */
  readonly by: string;
  readonly byEmail?: string;
}

/** The same, and the organization it belongs to, where it belongs to one. */
export interface DecidingFactInPlace {
  readonly fact: DecidingFact;
  readonly organizationId?: string;
}

const PAGE = 500;

const byWhom = ({ userId, email, name, kind }: Actor) => ({
  by: userId ?? name ?? kind,
  ...(email === undefined ? {} : { byEmail: email }),
});

/** The last fact that changed a part, and what the part was last. */
interface Change {
  readonly fact: RecordedEvent;
  readonly part: unknown;
}

/** Canonical: in which order a store keeps the members of a fact says nothing. */
const textsOf = (parts: Parts): ReadonlyMap<string, string | undefined> =>
  new Map(Object.entries(parts).map(([name, part]) => [name, part === undefined ? undefined : canonicalJson(part)]));

const same = (a: Parts, b: Parts): boolean => {
  const [left, right] = [textsOf(a), textsOf(b)];
  return [...new Set([...left.keys(), ...right.keys()])].every((name) => left.get(name) === right.get(name));
};

async function* factsUpTo(reader: StreamReader, stream: string, last: number): AsyncIterable<RecordedEvent> {
  for (let from = 0; from <= last;) {
    const page = await reader.page(stream, from, PAGE, 'forwards');
    for (const fact of page) {
      if (fact.revision > last) return;
      yield fact;
    }
    const end = page.at(-1);
    if (end === undefined) return;
    from = end.revision + 1;
  }
}

/** By part, the last fact that changed it. Empty where the facts alone do not make the state that was judged: a loss was settled. */
const changesOf = async (view: View, reader: StreamReader, on: Ground): Promise<readonly Change[]> => {
  const judged = await on.judged(view);
  const replay = on.replay();
  const changes = new Map<string, Change>();
  let parts = replay();
  for await (const fact of factsUpTo(reader, on.stream, judged.lastFact)) {
    const [before, next] = [textsOf(parts), replay(fact)];
    const after = textsOf(next);
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(name) !== after.get(name)) {
        changes.set(name, { fact, part: entryOf(next, name) ?? entryOf(parts, name) });
      }
    }
    parts = next;
  }
  return same(parts, judged.parts) ? [...changes.values()] : [];
};

const concerning = async (view: View, { concerns }: Ground, changes: readonly Change[]): Promise<readonly Change[]> => {
  if (concerns === undefined) return changes;
  const asked = await Promise.all(changes.map(({ part }) => concerns(view, part)));
  return changes.filter((_, index) => asked[index]);
};

/** Of everything a step looked at, the fact that made it what it is last; undefined: no fact ever touched it. */
export const decidingFact = async (
  view: View,
  reader: StreamReader,
  grounds: readonly Ground[],
): Promise<DecidingFactInPlace | undefined> => {
  const found = await Promise.all(grounds.map(async (on) => concerning(view, on, await changesOf(view, reader, on))));
  const last = found
    .flat()
    .reduce<RecordedEvent | undefined>(
      (latest, { fact }) => (latest === undefined || fact.position > latest.position ? fact : latest),
      undefined,
    );
  if (last === undefined) return undefined;
  const { stream, revision, metadata, data } = last;
  const fact = { stream, revision, time: metadata.time, ...byWhom(metadata.actor) };
  const { organizationId } = data as { readonly organizationId?: string };
  return organizationId === undefined ? { fact } : { fact, organizationId };
};
