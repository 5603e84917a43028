import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES, type APerson } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { plusMinutes } from '../../kernel/time';
import { CheckInSession, CheckInSessionHandler } from './check-in-session';
import { ExpireSessions, ExpireSessionsHandler } from './expire-sessions';
import { ExtendSession, ExtendSessionHandler } from './extend-session';
import { FindSession } from './find-session';
import { ForceCheckInSession, ForceCheckInSessionHandler } from './force-check-in-session';
import { JudgeSession, JudgeSessionHandler } from './judge-session';
import { withMethods } from '../../../test/support/with-methods';

const END = plusMinutes(NOW, 30);
const START = plusMinutes(NOW, -30);
const SOONER = plusMinutes(NOW, 10);
const subject = { organizationId: 'o', identityGroupId: 'v', identityId: 'i' };
const made = fact('identity-created', {
  ...subject,
  name: 'root',
  username: 'root',
  credentialType: 'password',
  rotateAfterUse: false,
  hostIds: [],
  allowConcurrentCheckout: false,
  maxConcurrentSessions: 1,
  credentialVersion: 1,
  createdAt: EARLIER,
});
const held = { sessionId: 'i.s', userId: 'ann', userEmail: 'ann@x.org', reason: 'logs', breakGlass: false };
const out = fact('identity-checked-out', {
  ...subject,
  ...held,
  durationMinutes: 60,
  ownerBypass: false,
  version: 1,
  evidence: {
    ownerBypass: false,
    grantId: 'a',
    idpUserId: 'p-ann',
  },
  checkedOutAt: START,
  expiresAt: END,
});
const grant = (more: object = {}) =>
  fact('grant-given', {
    organizationId: 'o',
    identityGroupId: 'v',
    grantId: 'a',
    principalType: 'user',
    principalId: 'p-ann',
    level: 'checkout',
    grantedBy: 'm',
    createdAt: EARLIER,
    ...more,
  });
const view: APerson = { here: ['pam_vaults.view'] };
const STREAMS = peopleOf(
  { ann: view, other: view, manager: { here: ['pam_vaults.manage'] }, stranger: {} },
  {
    ...PLACES,
    'directory-p-ann': [
      fact('idp-user-created', { idpUserId: 'p-ann', email: 'ann@x.org', displayName: 'Ann', active: true }),
    ],
    [`directoryEmail-${digest.of('ann@x.org')}`]: [fact('idp-email-claimed', { idpUserId: 'p-ann' })],
    'vaultAccess-v': [grant()],
    'identity-i': [made, out],
  },
);
const GRANT = {
  stands: {},
  gone: { 'vaultAccess-v': [] },
  over: { 'vaultAccess-v': [grant({ expiresAt: NOW })] },
  short: { 'vaultAccess-v': [grant({ expiresAt: SOONER })] },
} satisfies Record<string, Streams>;

/** Sessions of which nothing but the log tells, as far as it is the identity's. */
const find = (ground: Ground) =>
  new FindSession(
    withMethods(ground.reader, { page: async () => [] } as never),
    { readModel: () => ({ get: async () => undefined }) } as never,
    { waitFor: async () => true } as never,
  );
const request = { reason: 'longer', durationMinutes: 15 };
const COMMANDS = {
  checkIn: (g: Ground, who: string, id: string) =>
    new CheckInSessionHandler(g.deciding, find(g), digest).execute(new CheckInSession(g.as(who), id)),
  extend: (g: Ground, who: string, id: string) =>
    new ExtendSessionHandler(g.deciding, g.refusals, find(g), digest).execute(
      new ExtendSession(g.as(who), id, request),
    ),
  force: (g: Ground, who: string, id: string) =>
    new ForceCheckInSessionHandler(g.deciding, find(g)).execute(new ForceCheckInSession(g.as(who), id, 'at once')),
  judge: (g: Ground, _: string, id: string) =>
    new JudgeSessionHandler(g.deciding, digest).execute(new JudgeSession(g.policy(), id)),
  expire: (g: Ground, _: string, id: string) =>
    new ExpireSessionsHandler(g.deciding).execute(new ExpireSessions(g.policy(), id)),
};
type Command = keyof typeof COMMANDS;
const run = (command: Command, who: string, id: string, more: Streams = {}, late = 0) => {
  const ground = new Ground({ ...STREAMS, ...more });
  ground.now += late * 60_000;
  return ground.when(async () => (await COMMANDS[command](ground, who, id)) as { session: object } | undefined);
};

const ended = (endedBy: string, more: object = {}): Told => [
  'identity-i',
  'identity-checked-in',
  { ...subject, sessionId: 'i.s', userId: 'ann', endedBy, endedAt: NOW, ...more },
];
const replaced: Told = [
  'identity-i',
  'rotation-requested',
  { ...subject, rotationId: 'new1', trigger: 'grant_revoked', mode: 'vault', hostIds: [], requestedAt: NOW },
];
const later = plusMinutes(END, 15);
const extended = (expiresAt: string): Told => [
  'identity-i',
  'session-extended',
  { ...subject, sessionId: 'i.s', ...request, expiresAt },
];
const shown = {
  id: 'i.s',
  ...subject,
  userId: 'ann',
  userEmail: 'ann@x.org',
  reason: 'logs',
  breakGlass: false,
  ownerBypass: false,
};

test.each<[Command, string, keyof typeof GRANT, readonly Told[], object]>([
  ['checkIn', 'ann', 'stands', [ended('checkin')], { endedBy: 'checkin', endedAt: NOW }],
  ['checkIn', 'ann', 'gone', [ended('grant_revoked'), replaced], { endedBy: 'grant_revoked' }],
  ['checkIn', 'ann', 'over', [ended('expiry')], { endedBy: 'expiry' }],
  ['extend', 'ann', 'stands', [extended(later)], { expiresAt: later }],
  ['extend', 'ann', 'short', [extended(SOONER)], { expiresAt: SOONER }],
])('%s by %s, whose grant %s', async (command, who, rights, facts, session) => {
  const happened = await run(command, who, 'i.s', GRANT[rights]);
  expect(happened.facts).toEqual(facts);
  expect(happened.answer).toEqual({
    session: {
      ...shown,
      checkedOutAt: START,
      expiresAt: END,
      ...(command === 'extend' ? {} : { endedAt: NOW }),
      ...session,
    },
    position: `000${facts.length}`,
  });
});

test('who forces a checkin has the value replaced as well', async () => {
  const happened = await run('force', 'manager', 'i.s');
  expect(happened.facts.map(([, noun]) => noun)).toEqual(['identity-checked-in', 'rotation-requested']);
  expect(happened.facts[0]).toEqual(ended('force', { reason: 'at once' }));
  expect(happened.answer?.session).toMatchObject({ ...shown, endedBy: 'force' });
});

const refused = (command: string, code: string, asked: object = {}): Told => [
  'denied-o',
  `${command}-refused`,
  { ...subject, sessionId: 'i.s', ...asked, code },
];
const FORCE = 'identity-force-check-in';
test.each<[Command, string, string, Streams, string, readonly Told[]]>([
  ['checkIn', 'other', 'i.s', {}, 'PERMISSION_DENIED', [refused('identity-check-in', 'PERMISSION_DENIED')]],
  ['checkIn', 'manager', 'i.s', {}, 'PERMISSION_DENIED', [refused('identity-check-in', 'PERMISSION_DENIED')]],
  ['checkIn', 'stranger', 'i.s', {}, 'NOT_FOUND', [refused('identity-check-in', 'NOT_FOUND')]],
  ['checkIn', 'ann', 'i.x', {}, 'NOT_FOUND', []],
  ['extend', 'other', 'i.s', {}, 'PERMISSION_DENIED', [refused('session-extend', 'PERMISSION_DENIED', request)]],
  ['extend', 'stranger', 'i.s', {}, 'NOT_FOUND', [refused('session-extend', 'NOT_FOUND', request)]],
  ['extend', 'ann', 'i.x', {}, 'NOT_FOUND', []],
  [
    'extend',
    'ann',
    'i.s',
    GRANT.gone,
    'CONFLICT',
    [ended('grant_revoked'), replaced, refused('session-extend', 'CONFLICT', request)],
  ],
  ['extend', 'ann', 'i.s', GRANT.over, 'CONFLICT', [ended('expiry'), refused('session-extend', 'CONFLICT', request)]],
  ['force', 'ann', 'i.s', {}, 'PERMISSION_DENIED', [refused(FORCE, 'PERMISSION_DENIED', { reason: 'at once' })]],
  ['force', 'stranger', 'i.s', {}, 'NOT_FOUND', [refused(FORCE, 'NOT_FOUND', { reason: 'at once' })]],
  ['force', 'manager', 'x.s', {}, 'NOT_FOUND', []],
  ['force', 'manager', 'i.x', {}, 'NOT_FOUND', [refused(FORCE, 'NOT_FOUND', { sessionId: 'i.x', reason: 'at once' })]],
])('%s by %s of %s is refused: %#', async (command, who, id, more, code, facts) => {
  const happened = await run(command, who, id, more);
  expect([happened.refused, happened.facts]).toEqual([code, facts]);
});

/** A session that has ended, as the index leads to it. */
const indexed = (ground: Ground) => {
  const stored = [
    made,
    out,
    fact('identity-checked-in', { ...subject, sessionId: 'i.s', userId: 'ann', endedBy: 'checkin', endedAt: NOW }),
  ];
  const recorded = stored.map((event, revision) => ({ ...event, revision }));
  const page = async (_: string, from: number) => recorded.filter(({ revision }) => revision <= from).toReversed();
  const get = async () => ({ revision: 2, endedAt: NOW });
  ground.also('identity-i', stored[2] ?? made);
  return new FindSession(
    withMethods(ground.reader, { page } as never),
    { readModel: () => ({ get }) } as never,
    {} as never,
  );
};

test('a checkin that is repeated answers as the first, and is no fact', async () => {
  const ground = new Ground(STREAMS);
  const handler = new CheckInSessionHandler(ground.deciding, indexed(ground), digest);
  const again = await ground.when(() => handler.execute(new CheckInSession(ground.as('ann'), 'i.s')));
  expect(again).toMatchObject({ answer: { session: { ...shown, endedBy: 'checkin', endedAt: NOW } }, facts: [] });
  const force = new ForceCheckInSessionHandler(ground.deciding, indexed(new Ground(STREAMS)));
  const late = await ground.when(() => force.execute(new ForceCheckInSession(ground.as('manager'), 'i.s', 'at once')));
  expect(late).toMatchObject({ refused: 'CONFLICT', facts: [['denied-o', `${FORCE}-refused`, {}]] });
  const extend = new ExtendSessionHandler(ground.deciding, ground.refusals, indexed(new Ground(STREAMS)), digest);
  const more = await ground.when(() => extend.execute(new ExtendSession(ground.as('ann'), 'i.s', request)));
  expect(more).toMatchObject({ refused: 'CONFLICT', facts: [refused('session-extend', 'CONFLICT', request)] });
});

const shortened: Told = ['identity-i', 'session-shortened', { ...subject, sessionId: 'i.s', expiresAt: SOONER }];
test.each<[string, string, Streams, readonly Told[]]>([
  ['stands', 'i.s', GRANT.stands, []],
  ['ends sooner', 'i.s', GRANT.short, [shortened]],
  ['is gone', 'i.s', GRANT.gone, [ended('grant_revoked'), replaced]],
  ['is over', 'i.s', GRANT.over, [ended('expiry')]],
  ['was of another session', 'i.x', GRANT.gone, []],
])('a session is judged again when its grant %s', async (_, id, more, facts) => {
  const happened = await run('judge', '', id, more);
  expect([happened.refused, happened.facts]).toEqual([undefined, facts]);
});

test('what time has ended is told once it has ended, and not before', async () => {
  expect((await run('expire', '', 'i', {}, 29)).facts).toEqual([]);
  expect((await run('expire', '', 'i', {}, 30)).facts).toEqual([ended('expiry', { endedAt: END })]);
});
