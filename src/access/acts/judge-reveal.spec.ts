import { subject } from '../../../test/support/streams/a-held-identity';
import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { actOf, asked, checkedOut, settings, worldOf } from '../../../test/support/streams/asked-act';
import { fact } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { grant, grantsOf } from '../../../test/support/streams/reach';
import { together } from '../../../test/support/streams/together';
import type { Streams } from '../../../test/support/streams/view-of';
import { isRefusal } from '../../kernel/refusal';
import { emergencyOf, judgeReveal } from './judge-reveal';

const WITHOUT = worldOf(
  { exists: true, role: true, permission: 'pam_vaults.view', mapped: true, free: true, secret: true },
  false,
);
const open: Streams = {
  'vault-v': [fact('vault-changed', { identityGroupId: 'v', organizationId: 'o', name: 'Servers' })],
};
const toVera = (more: object = {}) => grantsOf(grant('a', { user: 'vera' }, more));
const GRANTED = together(WITHOUT, toVera());
const own = { ownerBypass: false, grantId: 'a', idpUserId: 'p-vera' };
const onIdentity = (...facts: Streams[string]): Streams => ({ 'identity-i': facts });

const outcome = async (streams: Streams, userId = 'vera') => {
  const { act, steps } = await actOf(streams, userId);
  const basis = await judgeReveal(act, await emergencyOf(act, userId));
  return { basis: isRefusal(basis) ? basis.code : basis, steps };
};

test('a reveal rests on the grant that allowed it, and on nothing it does not need', async () => {
  expect((await outcome(together(GRANTED, open))).basis).toStrictEqual({ evidence: own });
});

test.each<[string, object, string | object]>([
  ['at view_credentials', { level: 'view_credentials' }, { evidence: own }],
  ['at view_vault', { level: 'view_vault' }, 'VAULT_ACCESS_DENIED'],
  ['that ends now', { expiresAt: NOW }, 'VAULT_ACCESS_DENIED'],
  ['that ends later', { expiresAt: LATER }, { evidence: own }],
])('by a grant %s', async (_, more, basis) => {
  expect((await outcome(together(WITHOUT, open, toVera(more)))).basis).toEqual(basis);
});

test.each<[string, Streams, string | object]>([
  ['somebody else exclusively', onIdentity(checkedOut('i.s', 'bob')), 'ALREADY_CHECKED_OUT'],
  [
    'somebody else, whose time is over now',
    onIdentity(checkedOut('i.s', 'bob', { expiresAt: NOW })),
    { evidence: own },
  ],
  [
    'somebody else, on terms that share it',
    onIdentity(checkedOut('i.s', 'bob', { exclusive: false })),
    { evidence: own },
  ],
  ['the caller', onIdentity(checkedOut('i.s', 'vera')), { evidence: own }],
  [
    'somebody else, where the organization allows it',
    together(onIdentity(checkedOut('i.s', 'bob')), settings({ revealDuringExclusiveCheckout: true })),
    { evidence: own },
  ],
])('while it is held by %s', async (_, held, basis) => {
  expect((await outcome(together(GRANTED, open, held))).basis).toEqual(basis);
});

const used = (more: object) =>
  fact('access-request-used', { ...subject, requestId: 'i.r', userId: 'vera', usedAt: EARLIER, ...more });
test.each<[string, Streams, string | object]>([
  ['no request', {}, 'APPROVAL_REQUIRED'],
  ['a request of somebody else', onIdentity(asked('i.r', 'bob')), 'APPROVAL_REQUIRED'],
  ['an approved one, whose minutes begin', onIdentity(asked('i.r', 'vera')), { begins: { requestId: 'i.r' } }],
  ['one whose life ends now', onIdentity(asked('i.r', 'vera', { expiresAt: NOW })), 'APPROVAL_REQUIRED'],
  ['one whose minutes go on', onIdentity(asked('i.r', 'vera'), used({ until: LATER })), { accessRequestId: 'i.r' }],
  ['one whose minutes end now', onIdentity(asked('i.r', 'vera'), used({ until: NOW })), 'APPROVAL_REQUIRED'],
])('where approval is asked for, with %s', async (_, more, approval) => {
  const { basis } = await outcome(together(GRANTED, more));
  const expected = typeof approval === 'string' ? approval : { evidence: own, approval };
  expect([basis]).toMatchObject([expected]);
});

test('the minutes of an approval that have begun do not begin again', async () => {
  const { basis } = await outcome(together(GRANTED, onIdentity(asked('i.r', 'vera'), used({ until: LATER }))));
  expect(typeof basis === 'string' ? basis : basis.approval).not.toHaveProperty('begins');
});

test.each<[string, object, string | object]>([
  ['while it lasts', {}, { asked: true, accessRequestId: 'i.r' }],
  ['when it ends now', { expiresAt: NOW }, 'APPROVAL_REQUIRED'],
  ['that no approval allowed', { accessRequestId: undefined }, 'APPROVAL_REQUIRED'],
])('the holder of an approved checkout may reveal %s', async (_, more, approval) => {
  const held = onIdentity(checkedOut('i.s', 'vera', { accessRequestId: 'i.r', ...more }));
  const { basis, steps } = await outcome(together(GRANTED, held));
  expect(typeof basis === 'string' ? basis : basis.approval).toEqual(approval);
  const said = steps.find(({ step }) => step === 'approval')?.explanation;
  if (typeof basis !== 'string') expect(said).toBe('The checkout under way was approved.');
});

test('the approved checkout of another one is nobody else’s approval', async () => {
  const held = onIdentity(checkedOut('i.s', 'bob', { accessRequestId: 'i.r', exclusive: false }));
  expect((await outcome(together(GRANTED, held))).basis).toBe('APPROVAL_REQUIRED');
});

const GLASS = together(
  worldOf({ exists: true, role: true, permission: 'pam_vaults.break_glass', secret: true }, false),
  onIdentity(checkedOut('i.e', 'vera', { breakGlass: true })),
);
test('behind broken glass the value may be revealed, whatever else would stand against it', async () => {
  const { basis, steps } = await outcome(GLASS);
  expect(basis).toMatchObject({ evidence: { ownerBypass: false }, emergency: { sessionId: 'i.e' } });
  expect(steps.map(({ step, holds, explanation }) => [step, holds, explanation])).toEqual([
    ['break-glass-session', true, 'The glass is broken: while that session lasts the value may be revealed.'],
    ['secret', true, 'The organization has its secret.'],
  ]);
  const { act } = await actOf(GLASS);
  expect((await steps[0]?.on[0]?.judged(act.view))?.parts).toMatchObject({ session: { sessionId: 'i.e' } });
});

test('not without the organization’s secret', async () => {
  const bare = together(
    worldOf({ exists: true, role: true, permission: 'pam_vaults.break_glass' }, false),
    onIdentity(checkedOut('i.e', 'vera', { breakGlass: true })),
  );
  expect((await outcome(bare)).basis).toBe('ORGANIZATION_SECRET_NOT_FOUND');
});

const emergency = async (streams: Streams, userId: string | undefined = 'vera') =>
  (await emergencyOf((await actOf(streams)).act, userId))?.sessionId;
test.each<[string, Streams, string | undefined]>([
  ['one’s own', GLASS, 'i.e'],
  [
    'one’s own, over now',
    together(WITHOUT, onIdentity(checkedOut('i.e', 'vera', { breakGlass: true, expiresAt: NOW }))),
    undefined,
  ],
  [
    'somebody else’s',
    together(GLASS, peopleOf({ bob: {} }), onIdentity(checkedOut('i.f', 'bob', { breakGlass: true }))),
    'i.e',
  ],
  ['an ordinary session', together(WITHOUT, onIdentity(checkedOut('i.s', 'vera'))), undefined],
  [
    'the permission was taken away',
    together(GLASS, { 'user-vera': [fact('user-roles-assigned', { userId: 'vera', roles: [] })] }),
    undefined,
  ],
  [
    'the user is switched off',
    together(GLASS, { 'user-vera': [fact('user-switched-off', { userId: 'vera' })] }),
    undefined,
  ],
])('an emergency is %s', async (_, streams, found) => {
  expect(await emergency(streams)).toBe(found);
});

test('nobody’s emergency is nobody’s', async () => {
  const { act } = await actOf(GLASS);
  expect(await emergencyOf(act, undefined)).toBeUndefined();
  expect(await emergencyOf(act, 'bob')).toBeUndefined();
});
