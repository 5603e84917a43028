import { EARLIER, LATEST, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import { SUPPORT_LEASE_OVER_MS } from '../../kernel/support-lease';
import { plusDays } from '../../kernel/time';
import { AuditReads } from '../audit/audit-reads';
import { DisableAllSupportAccess, DisableAllSupportAccessHandler } from './disable-all-support-access';
import { RecordSupportAuditRead, RecordSupportAuditReadHandler } from './record-support-audit-read';
import { SetSupportAccess, SetSupportAccessHandler } from './set-support-access';
import { TellSupportAccessExpiry, TellSupportAccessExpiryHandler } from './tell-support-access-expiry';

/** Support is let in and shut out by people of the account; once it is shut out nothing goes to it any more. */
const MANAGES = ['support_access.manage'] as const;
const on = (organizationId: string, more: object = {}) =>
  fact('support-access-enabled', {
    organizationId,
    windowId: `w-${organizationId}`,
    reason: 'help',
    enabledBy: 'all',
    enabledAt: EARLIER,
    ...more,
  });
const LET_IN: Streams = { supportAccess: [on('o')] };
const STREAMS = peopleOf(
  {
    all: { everywhere: MANAGES },
    here: { here: MANAGES },
    auditor: { here: ['pam_audit.read'] },
    viewer: { here: ['pam_vaults.view'] },
    robot: { machine: true, everywhere: MANAGES },
    vendor: { support: true, everywhere: MANAGES },
    stranger: {},
  },
  PLACES,
);
const of = (streams: Streams, work: (ground: Ground) => Promise<unknown>) => {
  const ground = new Ground({ ...STREAMS, ...streams });
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const began = performance.now();
  return ground
    .when(() => work(ground))
    .then((happened) => {
      const waited = timers.mock.calls.some(([, ms]) => ms === SUPPORT_LEASE_OVER_MS);
      timers.mockRestore();
      return { ...happened, waited, ms: performance.now() - began };
    });
};
const set = (who: string, request: SetSupportAccess['request'], streams: Streams = {}, where = 'o') =>
  of(streams, (ground) =>
    new SetSupportAccessHandler(ground.deciding).execute(new SetSupportAccess(ground.as(who), where, request)),
  );
const LET = { enabled: true, reason: 'Ticket 1', expiresInDays: 2 };
const SHUT = { enabled: false, reason: 'done' };
const opened = (who: string): Told => [
  'supportAccess',
  'support-access-enabled',
  {
    organizationId: 'o',
    windowId: 'new1',
    reason: 'Ticket 1',
    enabledBy: who,
    enabledAt: NOW,
    expiresAt: plusDays(NOW, 2),
  },
];
const ended = (who: string, organizationId = 'o', more: object = {}): Told => [
  'supportAccess',
  'support-access-disabled',
  { organizationId, windowId: `w-${organizationId}`, reason: 'done', disabledBy: who, disabledAt: NOW, ...more },
];

test.each(['all', 'here'])('%s, who manages it there, lets support in, and is answered at once', async (who) => {
  const { facts, answer, waited } = await set(who, LET);
  expect([answer, facts]).toEqual([{ id: 'o', position: '0001' }, [opened(who)]]);
  expect(waited).toBe(false);
});

test.each(['all', 'here', 'robot'])(
  '%s shuts it out, and is answered when nothing is on its way any more',
  async (who) => {
    const { facts, ms } = await set(who, SHUT, LET_IN);
    expect(facts).toEqual([ended(who)]);
    expect(ms).toBeGreaterThanOrEqual(SUPPORT_LEASE_OVER_MS - 5);
  },
);

test('where it was out already nothing is waited for', async () => {
  const { facts, waited } = await set('all', SHUT);
  expect(facts).toEqual([]);
  expect(waited).toBe(false);
});

test.each<[string, typeof LET | typeof SHUT, string, string]>([
  ['viewer', LET, 'o', 'PERMISSION_DENIED'],
  ['stranger', LET, 'o', 'NOT_FOUND'],
  ['here', LET, 'p', 'NOT_FOUND'],
  ['robot', LET, 'o', 'PERMISSION_DENIED'],
  ['vendor', LET, 'o', 'PERMISSION_DENIED'],
  ['vendor', SHUT, 'o', 'PERMISSION_DENIED'],
])('%s does not set %j in %s', async (who, request, where, code) => {
  const { refused, facts } = await set(who, request, LET_IN, where);
  const told = ['denied-' + where, 'support-access-set-refused', { organizationId: where, ...request, code }];
  expect([refused, facts]).toEqual([code, [told]]);
});

describe('in an emergency', () => {
  const disable = (who: string, streams: Streams) =>
    of(streams, (ground) =>
      new DisableAllSupportAccessHandler(ground.deciding).execute(new DisableAllSupportAccess(ground.as(who), 'done')),
    );
  const emergency = (who: string, organizations: number): Told => [
    'supportAccess',
    'support-access-emergency-disabled',
    { reason: 'done', disabledBy: who, disabledAt: NOW, organizations },
  ];

  it.each(['all', 'robot'])(
    '%s shuts it out everywhere at once, and is answered when nothing is on its way',
    async (who) => {
      const { facts, answer, ms } = await disable(who, { supportAccess: [on('o'), on('p')] });
      const those = ['o', 'p'].map((id) => ended(who, id, { emergency: true }));
      expect(facts).toEqual([emergency(who, 2), ...those]);
      expect(answer).toEqual({ organizations: 2, position: '0003' });
      expect(ms).toBeGreaterThanOrEqual(SUPPORT_LEASE_OVER_MS - 5);
    },
  );

  it('is told though support was in nowhere', async () => {
    const { facts, answer } = await disable('all', {});
    expect([facts, answer]).toEqual([[emergency('all', 0)], { organizations: 0, position: '0001' }]);
  });

  it.each(['here', 'vendor', 'stranger'])('%s, who does not manage it for all, does not', async (who) => {
    const { refused, facts } = await disable(who, LET_IN);
    const told = { reason: 'done', code: 'PERMISSION_DENIED' };
    expect([refused, facts]).toEqual([
      'PERMISSION_DENIED',
      [['denied-account', 'support-access-emergency-disable-refused', told]],
    ]);
  });
});

test('its end is told when it has come, and not where it was moved', async () => {
  const window = { supportAccess: [on('o', { expiresAt: NOW })] };
  const tell = (dueAt: string, streams: Streams) =>
    of(streams, (ground) =>
      new TellSupportAccessExpiryHandler(ground.deciding).execute(
        new TellSupportAccessExpiry(ground.policy(), 'o', dueAt),
      ),
    );
  const expired = { organizationId: 'o', windowId: 'w-o', expiresAt: NOW };
  expect((await tell(NOW, window)).facts).toEqual([['supportAccess', 'support-access-expired', expired]]);
  expect((await tell(NOW, { supportAccess: [on('o', { expiresAt: LATEST })] })).facts).toEqual([]);
});

describe('a look at what was done about support access', () => {
  const TYPES = ['keyledger.support-access-enabled.v1'];
  const filter = { types: TYPES, order: 'desc' };
  const look = (who: string, where?: string, streams: Streams = {}) =>
    of(streams, (ground) => {
      const handler = new RecordSupportAuditReadHandler(ground.recording, new AuditReads(ground.recording));
      return handler.execute(new RecordSupportAuditRead(ground.as(who), TYPES, where));
    });

  it.each<[string, string | undefined, string]>([
    ['all', undefined, 'account'],
    ['all', 'p', 'p'],
    ['here', undefined, 'o'],
    ['here', 'o', 'o'],
    ['auditor', undefined, 'o'],
    ['auditor', 'o', 'o'],
  ])('by %s at %s is a fact in %s', async (who, where, told) => {
    const place = told === 'account' ? {} : { organizationId: told };
    expect((await look(who, where)).facts).toEqual([[`auditRead-${told}`, 'audit-read', { ...place, filter }]]);
  });

  it.each<[string, string | undefined, string, Streams]>([
    ['viewer', undefined, 'PERMISSION_DENIED', {}],
    ['stranger', undefined, 'PERMISSION_DENIED', {}],
    ['viewer', 'o', 'PERMISSION_DENIED', {}],
    ['auditor', 'p', 'NOT_FOUND', {}],
    ['stranger', 'o', 'NOT_FOUND', {}],
    ['vendor', 'o', 'SUPPORT_ACCESS_OFF', {}],
    ['vendor', undefined, 'SUPPORT_ACCESS_OFF', {}],
  ])('by %s at %s is refused: %s', async (who, where, code, streams) => {
    const { refused, facts } = await look(who, where, streams);
    const place = where === undefined ? {} : { organizationId: where };
    const told = [`denied-${where ?? 'account'}`, 'audit-read-refused', { ...place, filter, code }];
    expect([refused, facts]).toEqual([code, [told]]);
  });

  it('at an organization there never was tells nobody anything', async () => {
    expect(await look('all', 'x')).toMatchObject({ refused: 'NOT_FOUND', facts: [] });
  });
});
