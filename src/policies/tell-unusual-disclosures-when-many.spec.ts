import type { CommandBus } from '@nestjs/cqrs';
import type { AuditDocument } from '../../projections/audit-trail/document';
import { UNUSUAL, type TellUnusualDisclosures } from '../commands/disclosure-watch/tell-unusual-disclosures';
import type { FindOptions } from '../kernel/read-model';
import type { ReadModels } from '../kernel/read-models';
import type { ReadSide } from '../kernel/read-side';
import type { RecordedEvent } from '../kernel/recorded-event';
import { Shutdown } from '../kernel/shutdown';
import { ModelPages } from './runner/model-pages';
import type { PolicyContexts } from './runner/policy-contexts';
import { ShownValues, type ShowingFact } from './shown-values';
import { TellUnusualDisclosuresWhenMany } from './tell-unusual-disclosures-when-many';

/** Who was shown unusually many values is told of from facts; of somebody of whom nothing is remembered the audit trail is read. */
const NOW = Date.parse('2026-03-01T09:00:00.000Z');
const MINUTE = 60_000;

interface Shown {
  readonly identityId: string;
  readonly minutesAgo?: number;
  readonly organizationId?: string;
  readonly userId?: string;
  readonly type?: string;
  readonly withheldFor?: string;
  readonly transferredFrom?: object;
}

const placeOf = (n: number): string => String(n).padStart(16, '0');
const documentOf = (shown: Shown, n: number): AuditDocument => {
  const { identityId, minutesAgo = 0, organizationId = 'o', userId = 'eve', withheldFor, transferredFrom } = shown;
  const { type = 'keyledger.identity-revealed.v1' } = shown;
  const time = new Date(NOW - minutesAgo * MINUTE).toISOString();
  const data = { organizationId, identityId, version: 1, ...(transferredFrom && { transferredFrom }) };
  const metadata = { actor: { kind: 'user', userId, email: `${userId}@example.com` }, time };
  const id = placeOf(n);
  const who = `${userId}@example.com`;
  return {
    id,
    eventId: `e${n}`,
    type,
    time,
    who,
    organizationId,
    data,
    metadata,
    withheldFor,
  } as unknown as AuditDocument;
};
const factOf = ({ id, eventId, type, data, metadata }: AuditDocument): RecordedEvent =>
  ({ id: eventId, position: id, type, data, metadata }) as unknown as RecordedEvent;

const fits = (document: AuditDocument, { where = [] }: FindOptions): boolean =>
  where.every((condition) => {
    const value = document[condition.field as 'id' | 'who'];
    if ('is' in condition) return value === condition.is;
    if ('below' in condition) return value < String(condition.below);
    throw new Error(`nobody asks for ${JSON.stringify(condition)}`);
  });

/** A policy that remembers nothing yet, beside an audit trail that holds all of this. */
const watching = (history: readonly Shown[]) => {
  const trail = history.map(documentOf);
  const scene = { told: [] as object[], pages: 0, isAway: false };
  const find = async (options: FindOptions): Promise<readonly AuditDocument[]> => {
    if (scene.isAway) throw new Error('away');
    scene.pages += 1;
    const { after, order, limit } = options;
    expect(order).toEqual({ by: 'id', descending: true });
    const found = trail.filter(
      (document) => fits(document, options) && (after === undefined || document.id < after.id),
    );
    return found.toReversed().slice(0, limit);
  };
  const policy = new TellUnusualDisclosuresWhenMany(
    { execute: async ({ counted }: TellUnusualDisclosures) => void scene.told.push(counted) } as unknown as CommandBus,
    { after: () => ({}) } as unknown as PolicyContexts,
    new ModelPages(
      { readModel: () => ({ find }) } as unknown as ReadModels,
      { waitFor: async () => true, head: async () => '' } as unknown as ReadSide,
      new Shutdown(),
    ),
  );
  const next = (shown: Shown) => {
    trail.push(documentOf(shown, trail.length));
    return policy.reaction.react(factOf(trail.at(-1) as AuditDocument));
  };
  return { policy, scene, trail, next };
};
const different = (count: number, shown: Partial<Shown> = {}): readonly Shown[] =>
  Array.from({ length: count }, (_, n) => ({ identityId: `i${n}`, minutesAgo: 30, ...shown }));

test.each<[string, readonly Shown[], number]>([
  ['few', different(10), 0],
  ['one below the threshold with the next', different(49), 0],
  ['the threshold with the next', different(50), UNUSUAL],
  ['the threshold, each of them often', [...different(50), ...different(50), ...different(50)], UNUSUAL],
  ['very many', different(5000), UNUSUAL],
  ['the same ones very often', Array.from({ length: 100 }, () => different(49)).flat(), 0],
  ['what lies an hour back', different(5000, { minutesAgo: 61 }), 0],
  ['what other people were shown', different(5000, { userId: 'bob' }), 0],
  ['what is of another organization', different(5000, { organizationId: 'p' }), 0],
  ['what was withheld', different(5000, { withheldFor: 'VALUE_MISSING' }), 0],
  ['sessions that were handed over', different(5000, { transferredFrom: {} }), 0],
  ['what shows nothing', different(5000, { type: 'keyledger.identity-changed.v1' }), 0],
])('%s', async (_, history, values) => {
  const { trail, scene, next } = watching(history);
  await next({ identityId: 'next' });
  const inOrder = new ShownValues(UNUSUAL);
  trail.forEach((document) => inOrder.add(document as object as ShowingFact));
  const told = { userId: 'eve', organizationId: 'o', values, since: inOrder.since };
  expect(scene.told).toEqual(values === 0 ? [] : [told]);
});

test.each([
  ['of whom very much is shown in this hour', different(5000)],
  ['of whom much is known from before', [...different(5000, { minutesAgo: 61 }), ...different(20)]],
])('of somebody %s two pages are read, and read once', async (_, history) => {
  const { scene, next } = watching(history);
  await Promise.all(['a', 'b', 'c'].map((identityId) => next({ identityId })));
  await next({ identityId: 'd' });
  expect(scene.pages).toBeLessThanOrEqual(2);
});

test('one odd clock among the facts of this hour hides nothing of it', async () => {
  const { scene, next } = watching([...different(50), { identityId: 'odd', minutesAgo: 300 }]);
  await next({ identityId: 'next' });
  expect(scene.told).toMatchObject([{ values: UNUSUAL }]);
});

test('what comes while the last hour is read is counted, and what is withheld meanwhile is not', async () => {
  const { scene, next, policy, trail } = watching(different(49));
  const first = next({ identityId: 'a' });
  const shownAt = trail.length - 1;
  const withheld = documentOf({ identityId: 'a', type: 'keyledger.disclosure-withheld.v1' }, trail.length);
  const data = { ...withheld.data, disclosureId: `e${shownAt}` };
  await Promise.all([first, policy.reaction.react(factOf({ ...withheld, data })), next({ identityId: 'b' })]);
  expect(scene.told).toEqual([]);
  await next({ identityId: 'c' });
  expect(scene.told).toMatchObject([{ values: UNUSUAL }]);
});

test('what could not be read is read anew', async () => {
  const { scene, next } = watching(different(49));
  scene.isAway = true;
  await expect(next({ identityId: 'a' })).rejects.toThrow('away');
  scene.isAway = false;
  await next({ identityId: 'b' });
  expect(scene.told).toMatchObject([{ values: UNUSUAL }]);
});
