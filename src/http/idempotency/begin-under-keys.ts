import type { Idempotency, IdempotencyAnswer } from '../../kernel/idempotency';
import type { Ids } from '../../kernel/ids';
import type { Sealing } from '../../kernel/sealing';
import type { SeededIds } from '../../kernel/seeded-ids';

/** What a request is remembered by, under one of the server's keys. */
export interface RequestNames {
  readonly key: string;
  readonly body: string;
  /** Its time is in the seed: a day later the same request is another one. The body too: after a refusal the key may come with another one, which must not meet the first one's ids. */
  readonly idsSince: (since: number) => Ids;
}

/** By the key in force, then by former ones under which the request may have come first. */
export const namesOfRequest = (
  { sealing, seededIds }: { readonly sealing: Sealing; readonly seededIds: SeededIds },
  which: string,
  canonicalBody: string,
): readonly RequestNames[] => {
  const keys = sealing.fingerprints('idempotency-key', which);
  const bodies = sealing.fingerprints('idempotency-body', canonicalBody);
  return keys.map((key, index) => {
    const body = bodies[index] ?? '';
    const idsSince = (since: number): Ids =>
      seededIds.from(sealing.fingerprints('idempotency-ids', JSON.stringify([which, body, since]))[index] ?? '');
    return { key, body, idsSince };
  });
};

export interface Begun {
  readonly answer: IdempotencyAnswer;
  /** Under which it is remembered. */
  readonly names: RequestNames;
  readonly ids: Ids;
}

/**
 * Begins a run that is to happen once, also when the keys were changed since it came first: what was done or runs under a
 * former key is told as that, and what was begun under one is begun anew with the ids it had.
 */
export const beginUnderKeys = async (
  idempotency: Idempotency,
  [inForce, ...former]: readonly RequestNames[],
  now: number,
): Promise<Begun> => {
  if (inForce === undefined) throw new Error('a request is remembered by one key at least');
  const answer = await idempotency.begin(inForce.key, inForce.body, now);
  if (answer.state !== 'fresh') {
    return { answer, names: inForce, ids: inForce.idsSince('since' in answer ? answer.since : now) };
  }
  let ids = inForce.idsSince(answer.since);
  for (const names of former) {
    const before = await idempotency.begin(names.key, names.body, now);
    if (before.state !== 'fresh') {
      await idempotency.forget(inForce.key);
      return { answer: before, names, ids: names.idsSince('since' in before ? before.since : now) };
    }
    // Only asked: the run is the newer key's. What is older than that was begun before the change.
    await idempotency.forget(names.key);
    if (before.since < answer.since) ids = names.idsSince(before.since);
  }
  return { answer, names: inForce, ids };
};
