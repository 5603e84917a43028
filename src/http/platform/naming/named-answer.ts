import { entryOf } from '../../../kernel/entry-of';
import type { NamedKind } from '../../../kernel/named-thing';
import { isJsonObject } from '../validation/nested';
import { wantedIn, type NamingPlan } from './naming-plan';

/** Ids by kind of thing. */
export type Wanted = Map<NamedKind, Set<string>>;
export type NamesFound = ReadonlyMap<NamedKind, ReadonlyMap<string, string>>;

/** Collects the things whose names an answer lacks. */
export const collectWanted = (answer: unknown, plan: NamingPlan, wanted: Wanted): void => {
  if (Array.isArray(answer)) {
    for (const each of answer) collectWanted(each, plan, wanted);
    return;
  }
  if (!isJsonObject(answer)) return;
  for (const name of plan.names) {
    const thing = wantedIn(answer, name);
    if (thing === undefined) continue;
    const ids = wanted.get(thing.kind);
    if (ids === undefined) wanted.set(thing.kind, new Set([thing.id]));
    else ids.add(thing.id);
  }
  for (const { field, plan: part } of plan.parts) collectWanted(entryOf(answer, field), part, wanted);
};

/** The answer with its names: a copy of what gets one, as what was asked for may be kept by who answered. */
export const namedAnswer = (answer: unknown, plan: NamingPlan, found: NamesFound): unknown => {
  if (Array.isArray(answer)) return answer.map((each) => namedAnswer(each, plan, found));
  if (!isJsonObject(answer)) return answer;
  const more: (readonly [string, unknown])[] = [];
  for (const name of plan.names) {
    const thing = wantedIn(answer, name);
    const its = thing && found.get(thing.kind)?.get(thing.id);
    if (its !== undefined) more.push([name.field, its]);
  }
  for (const { field, plan: part } of plan.parts) {
    const held = entryOf(answer, field);
    if (held !== undefined) more.push([field, namedAnswer(held, part, found)]);
  }
  return { ...answer, ...Object.fromEntries(more) };
};
