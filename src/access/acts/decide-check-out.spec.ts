import { subject } from '../../../test/support/streams/a-held-identity';
import { LATER, NOW } from '../../../test/support/streams/a-vault';
import { actOf, asked, checkedOut, worldOf } from '../../../test/support/streams/asked-act';
import { fact } from '../../../test/support/streams/ground-of';
import { grant, grantsOf } from '../../../test/support/streams/reach';
import { together } from '../../../test/support/streams/together';
import type { Streams } from '../../../test/support/streams/view-of';
import { isRefusal } from '../../kernel/refusal';
import { plusMinutes } from '../../kernel/time';
import { decideCheckOut, type AskedCheckOut } from './decide-check-out';

const ASKED: AskedCheckOut = { sessionId: 'i.new', rotationId: 'r', reason: 'logs', durationMinutes: 60 };
const BASE = worldOf({
  exists: true,
  role: true,
  letIn: true,
  permission: 'pam_vaults.view',
  mapped: true,
  free: true,
  secret: true,
});
const unguarded: Streams = {
  'vault-v': [fact('vault-changed', { identityGroupId: 'v', organizationId: 'o', name: 'Servers' })],
};
const outcome = async (streams: Streams, more: Partial<AskedCheckOut> = {}) => {
  const { act } = await actOf(streams);
  const decided = await decideCheckOut(act, { ...ASKED, ...more });
  return isRefusal(decided) ? decided.code : decided.map(({ type, data }) => [type, data] as const);
};

test('the fact of a checkout names who, for how long, and the grant and window it relied on', async () => {
  const streams = together(BASE, unguarded, grantsOf(grant('a', { user: 'vera' })));
  const events = await outcome(streams);
  expect(events).toHaveLength(1);
  expect(events[0]).toEqual([
    'keyledger.identity-checked-out.v1',
    expect.objectContaining({
      ...subject,
      sessionId: 'i.new',
      userId: 'vera',
      userEmail: 'vera@x.org',
      reason: 'logs',
      breakGlass: false,
      ownerBypass: false,
      evidence: { ownerBypass: false, grantId: 'a', idpUserId: 'p-vera', supportWindowId: 'window-o' },
      checkedOutAt: NOW,
      expiresAt: plusMinutes(NOW, 60),
    }),
  ]);
  expect(events[0]?.[1]).not.toHaveProperty('accessRequestId');
});

test.each<[string, object, string]>([
  ['the grant goes on', { expiresAt: LATER }, plusMinutes(NOW, 60)],
  ['the grant ends with what was asked', { expiresAt: plusMinutes(NOW, 60) }, plusMinutes(NOW, 60)],
  ['the grant ends before', { expiresAt: plusMinutes(NOW, 59) }, plusMinutes(NOW, 59)],
  ['the grant ends in less than five minutes', { expiresAt: plusMinutes(NOW, 1) }, plusMinutes(NOW, 1)],
])('a session ends no later than its grant: %s', async (_, more, end) => {
  const events = await outcome(together(BASE, unguarded, grantsOf(grant('a', { user: 'vera' }, more))));
  expect(events[0]?.[1]).toMatchObject({ expiresAt: end });
});

test('a grant that ends now allows nothing, nor does one below checkout', async () => {
  const by = (more: object) => outcome(together(BASE, unguarded, grantsOf(grant('a', { user: 'vera' }, more))));
  expect(await by({ expiresAt: NOW })).toBe('VAULT_ACCESS_DENIED');
  expect(await by({ level: 'view_credentials' })).toBe('VAULT_ACCESS_DENIED');
});

const GRANTED = together(BASE, grantsOf(grant('a', { user: 'vera' })));
test('where the vault asks for approval, the checkout uses it up, and lasts no longer than was approved', async () => {
  const events = await outcome(together(GRANTED, { 'identity-i': [asked('i.r', 'vera')] }));
  expect(events).toEqual([
    ['keyledger.access-request-used.v1', expect.objectContaining({ requestId: 'i.r', sessionId: 'i.new' })],
    [
      'keyledger.identity-checked-out.v1',
      expect.objectContaining({ accessRequestId: 'i.r', expiresAt: plusMinutes(NOW, 30) }),
    ],
  ]);
});

test('the approval of somebody else’s request is none', async () => {
  expect(await outcome(together(GRANTED, { 'identity-i': [asked('i.r', 'bob')] }))).toBe('APPROVAL_REQUIRED');
});

test('a checkout that comes again is served by the approval that served it', async () => {
  const used = fact('access-request-used', {
    ...subject,
    requestId: 'i.r',
    userId: 'vera',
    sessionId: 'i.new',
    usedAt: NOW,
    until: LATER,
  });
  const again = together(GRANTED, { 'identity-i': [asked('i.r', 'vera'), used, checkedOut('i.new', 'vera')] });
  expect(await outcome(again)).toEqual([]);
  expect(await outcome(again, { sessionId: 'i.other' })).toBe('APPROVAL_REQUIRED');
});

test('a host that is none of the identity’s is told to whoever could check it out', async () => {
  const streams = together(BASE, unguarded, grantsOf(grant('a', { user: 'vera' })));
  expect(await outcome(streams, { hostId: 'h' })).toBe('VALIDATION_FAILED');
});
