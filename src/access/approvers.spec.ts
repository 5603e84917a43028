import { subject } from '../../test/support/streams/a-held-identity';
import { LATER, NOW } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { groupDeleted, groupOf, guardedBy, recordChanged, recordOf } from '../../test/support/streams/reach';
import { together } from '../../test/support/streams/together';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import type { ApprovalPolicy } from '../domain/access-requests/events';
import { isRefusal } from '../kernel/refusal';
import { countedApprovals, mayDecide, requireApprover, type JudgedRequest } from './approvers';
import { permissionsOf } from './caller-permissions';
import { namedApprovers } from './named-approvers';
import { mayDecideOn, requestStatus, type UndecidedRequest } from './request-status';

const approve = ['pam_vaults.approve'] as const;
const PEOPLE: Streams = together(
  peopleOf(
    {
      ann: { here: ['pam_vaults.view'] },
      bob: { here: approve },
      cid: { here: approve },
      dan: { here: ['pam_vaults.view'] },
      eve: {},
      off: { here: approve, off: true },
      vera: { here: approve, support: true },
      robot: { here: approve, machine: true },
    },
    PLACES,
  ),
  ...['ann', 'bob', 'cid', 'dan', 'eve', 'off', 'vera'].map((name) => recordOf(name)),
  groupOf('g', ['cid', 'dan']),
);
const policyOf = (users: readonly string[], groups: readonly string[] = [], required = 1): ApprovalPolicy => ({
  required,
  approvers: { users: users.map((name) => `p-${name}`), groups },
});
const BOTH = policyOf(['ann', 'bob', 'eve', 'off', 'vera'], ['g']);
const judgedOf = (
  more: Partial<JudgedRequest['request']> = {},
  present: ApprovalPolicy | undefined = BOTH,
): JudgedRequest => ({
  organizationId: 'o',
  request: { userId: 'ann', userEmail: 'ann@x.org', policy: BOTH, approvals: [], ...more },
  present,
});
const decides = async (who: string, judged: JudgedRequest, streams: Streams = PEOPLE): Promise<string> => {
  const view = viewOf(streams, NOW);
  const as = await requireApprover(view, digest, await permissionsOf(view, who), judged);
  return isRefusal(as) ? as.code : as;
};
const of = (policy: ApprovalPolicy) => judgedOf({ policy }, BOTH);

test.each<[string, string, JudgedRequest, Streams, string]>([
  ['who is named', 'bob', judgedOf(), PEOPLE, 'p-bob'],
  ['who is in a group that is named', 'cid', judgedOf(), PEOPLE, 'p-cid'],
  [
    'not who asked, though named',
    'ann',
    judgedOf(),
    together(PEOPLE, { 'user-ann': [fact('user-roles-assigned', { userId: 'ann', roles: [{ roleId: 'bob-o' }] })] }),
    'PERMISSION_DENIED',
  ],
  ['not who is named and lacks the permission', 'dan', judgedOf(), PEOPLE, 'PERMISSION_DENIED'],
  ['not who has no role there: for that one there is no request', 'eve', judgedOf(), PEOPLE, 'NOT_FOUND'],
  ['not who is switched off', 'off', judgedOf(), PEOPLE, 'NOT_FOUND'],
  ['not support', 'vera', judgedOf(), PEOPLE, 'SUPPORT_ACCESS_OFF'],
  ['not a machine', 'robot', judgedOf(), PEOPLE, 'PERMISSION_DENIED'],
  [
    'not whose record is off',
    'bob',
    judgedOf(),
    together(PEOPLE, { 'directory-p-bob': [recordChanged('bob', false)] }),
    'NO_IDP_USER_MAPPING',
  ],
  [
    'not through a group that is deleted',
    'cid',
    judgedOf(),
    together(PEOPLE, { 'directoryGroup-g': [groupDeleted('g')] }),
    'PERMISSION_DENIED',
  ],
  ['not who is named now, but was not when it was asked', 'bob', of(policyOf(['cid'])), PEOPLE, 'PERMISSION_DENIED'],
  ['not who was named, but is not now', 'bob', judgedOf({}, policyOf(['cid'])), PEOPLE, 'PERMISSION_DENIED'],
  ['named by the one and in a group of the other', 'cid', judgedOf({ policy: policyOf(['cid']) }), PEOPLE, 'p-cid'],
  ['not by an empty list, which means locked', 'bob', judgedOf({}, policyOf([])), PEOPLE, 'PERMISSION_DENIED'],
  [
    'nobody, where the vault asks for none any more',
    'bob',
    { ...judgedOf(), present: undefined },
    PEOPLE,
    'PERMISSION_DENIED',
  ],
  [
    'not who asked under another account with the e-mail',
    'bob',
    judgedOf({ userId: 'x', userEmail: 'BOB@x.org' }),
    PEOPLE,
    'PERMISSION_DENIED',
  ],
])('who decides on a request: %s', async (_, who, judged, streams, as) => {
  expect(await decides(who, judged, streams)).toBe(as);
  const view = viewOf(streams, NOW);
  const rights = await permissionsOf(view, who);
  if (rights !== undefined) expect(await mayDecide(view, digest, rights, judged)).toBe(as.startsWith('p-'));
});

const asRobot = judgedOf({ userId: 'robot', userEmail: 'robot' });
const token = (createdBy: string) =>
  fact('token-made', {
    userId: 'robot',
    tokenId: 't',
    name: 't',
    hash: '#',
    createdAt: NOW,
    createdBy,
    expiresAt: LATER,
  });
const ofRobot = (...facts: Streams[string]) => together(PEOPLE, { 'user-robot': facts });
test.each<[string, Streams, string]>([
  ['who made a token of it', ofRobot(token('bob')), 'PERMISSION_DENIED'],
  [
    'who made one that was revoked since',
    ofRobot(token('bob'), fact('token-revoked', { userId: 'robot', tokenId: 't' })),
    'PERMISSION_DENIED',
  ],
  [
    'whose record it is linked to',
    ofRobot(fact('user-linked', { userId: 'robot', idpUserId: 'p-bob' })),
    'PERMISSION_DENIED',
  ],
  ['somebody else', ofRobot(token('cid'), fact('user-linked', { userId: 'robot', idpUserId: 'p-cid' })), 'p-bob'],
  ['anybody named, where nobody stands behind it', PEOPLE, 'p-bob'],
])('on what a machine asks for does not decide who stands behind it: %s', async (_, streams, as) => {
  expect(await decides('bob', asRobot, streams)).toBe(as);
});

test('that somebody made tokens says nothing of a person’s request', async () => {
  const odd = together(PEOPLE, {
    'user-ann': [{ ...token('bob'), data: { ...token('bob').data, userId: 'ann' } } as never],
  });
  expect(await decides('bob', judgedOf(), odd)).toBe('p-bob');
});

const by = (userId: string, idpUserId = `p-${userId}`) => ({ userId, userEmail: `${userId}@x.org`, idpUserId });
test.each<[string, readonly ReturnType<typeof by>[], Streams, readonly string[]]>([
  ['of all who could approve now', [by('bob'), by('cid')], PEOPLE, ['p-bob', 'p-cid']],
  ['a person once', [by('bob'), by('bob')], PEOPLE, ['p-bob']],
  ['not of who is switched off by now', [by('bob'), by('off')], PEOPLE, ['p-bob']],
  ['not of who lost the permission', [by('dan'), by('bob')], PEOPLE, ['p-bob']],
  ['not of who is mapped to another record now', [by('bob', 'p-old')], PEOPLE, []],
  [
    'not of who left the group',
    [by('cid')],
    together(PEOPLE, {
      'directoryGroup-g': [fact('idp-group-member-removed', { idpGroupId: 'g', idpUserId: 'p-cid' })],
    }),
    [],
  ],
])('approvals count %s', async (_, approvals, streams, counted) => {
  expect(await countedApprovals(viewOf(streams, NOW), digest, judgedOf({ approvals }))).toEqual(counted);
});

test.each<[string, JudgedRequest, Streams, readonly string[]]>([
  ['by name and by group, those who could decide', judgedOf(), PEOPLE, ['bob', 'cid']],
  ['each once', judgedOf({ policy: policyOf(['cid', 'bob'], ['g']) }), PEOPLE, ['cid', 'bob']],
  [
    'none through a deleted group',
    judgedOf({ policy: policyOf([], ['g']) }),
    together(PEOPLE, { 'directoryGroup-g': [groupDeleted('g')] }),
    [],
  ],
  [
    'none whose record is off',
    judgedOf({ policy: policyOf(['bob']) }),
    together(PEOPLE, { 'directory-p-bob': [recordChanged('bob', false)] }),
    [],
  ],
  ['none who never signed in', judgedOf({ policy: policyOf(['new']) }), together(PEOPLE, recordOf('new')), []],
])('who is told of a request: %s', async (_, judged, streams, told) => {
  expect(await namedApprovers(viewOf(streams, NOW), digest, judged)).toEqual(told);
});

test('of a large group two hundred are told', async () => {
  const names = Array.from({ length: 201 }, (_, n) => `n${String(n).padStart(3, '0')}`);
  const many = together(
    peopleOf(Object.fromEntries(names.map((name) => [name, { here: approve }]))),
    ...names.map((name) => recordOf(name)),
  );
  const all = policyOf(names);
  expect(await namedApprovers(viewOf(many, NOW), digest, judgedOf({ policy: all }, all))).toEqual(names.slice(0, 200));
});

const asked = (more: Partial<UndecidedRequest> = {}): UndecidedRequest => ({
  ...subject,
  userId: 'ann',
  userEmail: 'ann@x.org',
  policy: BOTH,
  approvals: [by('bob')],
  expiresAt: LATER,
  ...more,
});
const guarded = together(PEOPLE, guardedBy(1, ['bob']));
test.each<[string, Streams, Partial<UndecidedRequest>, string]>([
  ['approved, as long as its approval counts', guarded, {}, 'approved'],
  ['pending, with none', guarded, { approvals: [] }, 'pending'],
  ['pending, where more are asked for', guarded, { policy: { ...BOTH, required: 2 } }, 'pending'],
  ['pending, once who approved is not named any more', together(PEOPLE, guardedBy(1, ['cid'])), {}, 'pending'],
  ['expired at its end', guarded, { expiresAt: NOW }, 'expired'],
])('a request is %s', async (_, streams, more, status) => {
  expect(await requestStatus(viewOf(streams, NOW), digest, asked(more), NOW)).toBe(status);
});

test('a clock that is behind the identity’s last fact makes no request live again', async () => {
  const last = { ...fact('identity-deleted', subject), metadata: { time: LATER } } as never;
  const streams = together(guarded, { 'identity-i': [last] });
  expect(await requestStatus(viewOf(streams, NOW), digest, asked(), NOW)).toBe('expired');
});

test.each([
  ['bob', true],
  ['cid', false],
  ['ann', false],
])('in the list of what waits for %s: %s', async (who, may) => {
  const view = viewOf(guarded, NOW);
  const rights = await permissionsOf(view, who);
  expect(rights !== undefined && (await mayDecideOn(view, digest, rights, asked()))).toBe(may);
});
