import { subject } from '../../../test/support/streams/a-held-identity';
import { NOW } from '../../../test/support/streams/a-vault';
import { actOf, worldOf } from '../../../test/support/streams/asked-act';
import { fact } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { groupOf, recordOf } from '../../../test/support/streams/reach';
import { together } from '../../../test/support/streams/together';
import type { Streams } from '../../../test/support/streams/view-of';
import { isRefusal } from '../../kernel/refusal';
import { plusMinutes, plusSeconds } from '../../kernel/time';
import { decideBreakGlass } from './decide-break-glass';

const BASE = worldOf({ exists: true, role: true, permission: 'pam_vaults.break_glass', secret: true }, false);
const ASKED = { sessionId: 'i.new', rotationId: 'r', reason: 'the site is down' };
const tryAt = (sessionId: string, seconds: number) => ({ sessionId, at: plusSeconds(NOW, seconds) });
const outcome = async (streams: Streams, userId = 'vera', tries?: readonly { sessionId: string; at: string }[]) => {
  const { act } = await actOf(streams, userId);
  const decided = await decideBreakGlass(act, { ...ASKED, ...(tries && { tries: { tries } }) });
  return isRefusal(decided) ? decided : decided.map(({ type, data }) => [type, data] as const);
};

test('who breaks the glass has it beside whoever holds it, for the minutes that the organization has set', async () => {
  expect(await outcome(BASE)).toEqual([
    [
      'keyledger.identity-checked-out.v1',
      expect.objectContaining({
        ...subject,
        sessionId: 'i.new',
        userId: 'vera',
        userEmail: 'vera@x.org',
        reason: 'the site is down',
        breakGlass: true,
        durationMinutes: 45,
        ownerBypass: false,
        overlapped: [{ sessionId: 'i.s', userId: 'bob', userEmail: 'bob@x.org' }],
        evidence: { ownerBypass: false },
        checkedOutAt: NOW,
        expiresAt: plusMinutes(NOW, 45),
      }),
    ],
  ]);
});

const BY_GROUP = together(
  BASE,
  peopleOf({ gus: {}, olga: { owner: true } }),
  recordOf('gus'),
  recordOf('olga'),
  groupOf('g', ['gus', 'olga']),
  {
    account: [
      fact('role-created', { roleId: 'fire', name: 'Fire', permissions: ['pam_vaults.break_glass'] }),
      fact('idp-group-roles-assigned', { idpGroupId: 'g', roles: [{ roleId: 'fire', organizationId: 'o' }] }),
    ],
  },
);
test.each<[string, string, object]>([
  ['who may by a group alone', 'gus', { ownerBypass: false, roleGroupId: 'g' }],
  ['who may by a role of their own', 'vera', { ownerBypass: false }],
  ['an owner, who may by no group', 'olga', { ownerBypass: false }],
])('the fact names the group it rests on: %s', async (_, userId, evidence) => {
  const decided = await outcome(BY_GROUP, userId);
  expect(isRefusal(decided) ? decided.code : decided[0]?.[1]).toMatchObject({ evidence });
});

test('a fourth try within a minute is refused, and says when there is room', async () => {
  const tries = [tryAt('i.a', -50), tryAt('i.b', -40), tryAt('i.c', -30)];
  expect(await outcome(BASE, 'vera', tries)).toMatchObject({
    code: 'BREAK_GLASS_RATE_LIMITED',
    extra: { retryAfterSeconds: 10 },
  });
  expect(await outcome(BASE, 'vera', tries.slice(1))).toHaveLength(1);
  expect(await outcome(BASE, 'vera', [tryAt('i.a', -60), ...tries.slice(1)])).toHaveLength(1);
});

test('who may not break it is told so, and not how often it was tried', async () => {
  const tries = [tryAt('i.a', -50), tryAt('i.b', -40), tryAt('i.c', -30)];
  const may = worldOf({ exists: true, role: true, permission: 'pam_vaults.manage', secret: true }, false);
  expect(await outcome(may, 'vera', tries)).toMatchObject({
    code: 'PERMISSION_DENIED',
    extra: { permission: 'pam_vaults.break_glass' },
  });
});

test('what lies on a host that has not confirmed it yet has no value to be shown', async () => {
  const streams = together(BASE, {
    'identity-i': [],
  });
  const { act } = await actOf(streams);
  const enrolling = { ...act, identity: { ...act.identity, status: 'enrolling' as const } };
  expect(await decideBreakGlass(enrolling, ASKED)).toMatchObject({ code: 'NOT_CONFIRMED' });
});
