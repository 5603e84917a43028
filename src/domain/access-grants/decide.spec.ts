import { grow } from '../../kernel/fold';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { changeGrant, compareLevels, giveGrant, isLiveGrant, liveGrantLike, revokeGrant } from './decide';
import type { AccessGrantEvent, Grant } from './events';
import { accessGrants, type AccessGrantsState } from './state';

const NOW = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-02T12:00:00.000Z';
const LATEST = '2026-03-03T12:00:00.000Z';
const vault = { organizationId: 'o', identityGroupId: 'v' };
const grant = (id: string, more: Partial<Grant> = {}): Grant => ({
  grantId: id,
  principalType: 'user',
  principalId: 'p',
  level: 'view_credentials',
  ...more,
});
const given = (id: string, more: Partial<Grant> = {}): AccessGrantEvent => ({
  type: 'keyledger.grant-given.v1',
  data: { ...vault, ...grant(id, more), grantedBy: 'm', createdAt: NOW },
});
const changed = (id: string, more: Partial<Grant> = {}): AccessGrantEvent => ({
  type: 'keyledger.grant-changed.v1',
  data: { ...vault, ...grant(id, more) },
});
const revoked = (id: string, more: Partial<Grant> = {}): AccessGrantEvent => ({
  type: 'keyledger.grant-revoked.v1',
  data: { ...vault, ...grant(id, more) },
});

type Decided = readonly AccessGrantEvent[] | Refusal;
type Case = [string, readonly AccessGrantEvent[], (state: AccessGrantsState) => Decided, readonly AccessGrantEvent[]];

const give = (terms: Grant) => (state: AccessGrantsState) => giveGrant(state, vault, terms, 'm', NOW);
const change = (id: string, to: Parameters<typeof changeGrant>[3]) => (state: AccessGrantsState) =>
  changeGrant(state, vault, id, to, NOW);
const revoke = (id: string) => (state: AccessGrantsState) => revokeGrant(state, vault, id);

test.each<Case>([
  ['given for ever', [], give(grant('a')), [given('a')]],
  ['given until later', [], give(grant('a', { expiresAt: LATER })), [given('a', { expiresAt: LATER })]],
  ['given again, by a repeated request', [given('a')], give(grant('a')), []],
  ['beside another for the same principal', [given('a')], give(grant('b')), [given('b')]],
  ['raised', [given('a')], change('a', { level: 'checkout' }), [changed('a', { level: 'checkout' })]],
  ['bounded', [given('a')], change('a', { expiresAt: LATER }), [changed('a', { expiresAt: LATER })]],
  [
    'raised, its expiry kept',
    [given('a', { expiresAt: LATER })],
    change('a', { level: 'checkout' }),
    [changed('a', { level: 'checkout', expiresAt: LATER })],
  ],
  ['unbounded', [given('a', { expiresAt: LATER })], change('a', { expiresAt: null }), [changed('a')]],
  [
    'extended after it had run out',
    [given('a', { expiresAt: NOW })],
    change('a', { expiresAt: LATEST }),
    [changed('a', { expiresAt: LATEST })],
  ],
  [
    'raised after it had run out',
    [given('a', { expiresAt: NOW })],
    change('a', { level: 'checkout' }),
    [changed('a', { level: 'checkout', expiresAt: NOW })],
  ],
  ['changed to what it is', [given('a')], change('a', { level: 'view_credentials', expiresAt: null }), []],
  ['changed by an empty patch', [given('a', { expiresAt: LATER })], change('a', {}), []],
  ['revoked', [given('a'), given('b')], revoke('a'), [revoked('a')]],
  [
    'revoked as it stands after a change',
    [given('a'), changed('a', { level: 'checkout' })],
    revoke('a'),
    [revoked('a', { level: 'checkout' })],
  ],
])('a grant is %s', (_, facts, decide, then) => {
  expect(decide(grow(accessGrants, accessGrants.initial, facts))).toStrictEqual(then);
});

test.each<[string, readonly AccessGrantEvent[], (state: AccessGrantsState) => Decided, string]>([
  ['giving one that is over', [], give(grant('a', { expiresAt: NOW })), 'VALIDATION_FAILED'],
  ['ending one now', [given('a')], change('a', { expiresAt: NOW }), 'VALIDATION_FAILED'],
  ['changing one there is not', [given('a')], change('b', { level: 'checkout' }), 'NOT_FOUND'],
  ['changing a revoked one', [given('a'), revoked('a')], change('a', { level: 'checkout' }), 'NOT_FOUND'],
  ['revoking one there is not', [], revoke('a'), 'NOT_FOUND'],
  ['revoking twice', [given('a'), revoked('a')], revoke('a'), 'NOT_FOUND'],
])('refused: %s', (_, facts, decide, code) => {
  const outcome = decide(grow(accessGrants, accessGrants.initial, facts));
  expect(isRefusal(outcome) && outcome.code).toBe(code);
  const fields = isRefusal(outcome) && outcome.extra?.['errors'];
  expect(fields).toEqual(code === 'VALIDATION_FAILED' ? [expect.objectContaining({ field: 'expiresAt' })] : undefined);
});

test('a change keeps who gave the grant, and when', () => {
  const facts = [given('a'), changed('a', { level: 'checkout' })];
  const { grants } = grow(accessGrants, accessGrants.initial, facts);
  expect(grants['a']).toEqual({ ...grant('a', { level: 'checkout' }), grantedBy: 'm', createdAt: NOW, revision: 1 });
});

test('a change of a grant that is gone changes nothing', () => {
  const { grants } = grow(accessGrants, accessGrants.initial, [given('a'), revoked('a'), changed('a')]);
  expect(grants).toEqual({});
});

test('levels are ordered', () => {
  const levels = ['checkout', 'view_vault', 'view_credentials'] as const;
  expect([...levels].sort(compareLevels)).toEqual(['view_vault', 'view_credentials', 'checkout']);
});

test.each([
  [undefined, true],
  [LATER, true],
  [NOW, false],
])('a grant until %s is live now: %s', (expiresAt, live) => {
  expect(isLiveGrant(expiresAt === undefined ? {} : { expiresAt }, NOW)).toBe(live);
});

test.each<[string, readonly AccessGrantEvent[], Grant, string | undefined]>([
  ['the same', [given('a')], grant('b'), 'a'],
  ['the same for a while, still', [given('a', { expiresAt: LATER })], grant('b'), 'a'],
  ['the same, which has run out', [given('a', { expiresAt: NOW })], grant('b'), undefined],
  ['the same, revoked', [given('a'), revoked('a')], grant('b'), undefined],
  ['another level', [given('a')], grant('b', { level: 'checkout' }), undefined],
  ['somebody else', [given('a')], grant('b', { principalId: 'q' }), undefined],
  ['a group of that id', [given('a')], grant('b', { principalType: 'group' }), undefined],
])('a grant like another: %s', (_, history, like, found) => {
  expect(liveGrantLike(grow(accessGrants, accessGrants.initial, history), like, NOW)).toBe(found);
});
