import { checkout, credential, grant, TOWN } from '../../test/support/reports/sample-log';
import { minute, told } from '../../test/support/reports/facts-of-log';
import { madeReport } from '../../test/support/reports/made-report';
import { accessChanges } from './access-changes';
import { accessHeld } from './access-held';
import { accessReviewsHeld } from './access-reviews';

/** R1, R2 and R3: from facts to rows. */
const N = TOWN.length;

describe('who had access', () => {
  const LOG = [
    ...TOWN,
    grant('g1'),
    grant('g2', { principalType: 'group', principalId: 'g', level: 'view_credentials' }),
    checkout('s1', 'ann'),
  ];

  test('a line for each credential and each way to it: direct, by a group, as an owner', async () => {
    const { told: rows, population } = await madeReport(accessHeld, LOG);
    expect(rows).toEqual([
      expect.objectContaining({
        principal: 'ann@example.com',
        identityId: 'db',
        identityName: 'the db',
        identityGroupName: 'Production',
        level: 'checkout',
        path: 'direct',
        can: 'checkout',
        grantedBy: 'mia@example.com',
        lastUsedAt: minute(N + 2),
        leaves: [N, N + 2],
      }),
      expect.objectContaining({ principal: 'bob@example.com', path: 'group:g', can: 'reveal', leaves: [N + 1] }),
      expect.objectContaining({ principal: 'olga@example.com', path: 'owner-bypass', leaves: [16] }),
    ]);
    expect(population).toBe(3);
  });

  test.each<[string, string, readonly string[]]>([
    ['before the grants', minute(N - 1), ['olga']],
    ['between them', minute(N), ['ann', 'olga']],
    ['after them', minute(N + 1), ['ann', 'bob', 'olga']],
  ])('as of a moment %s', async (_, asOf, who) => {
    const later = [...LOG, grant('g1', {}, 'grant-revoked'), told('user-bob', 'user-switched-off', { userId: 'bob' })];
    const { told: rows } = await madeReport(accessHeld, later, { asOf });
    expect(rows.map(({ principal }) => principal)).toEqual(who.map((name) => `${name}@example.com`));
  });

  test('what has run out is looked at and left out; who is switched off is told with what is in the way', async () => {
    const log = [...LOG, grant('g1', { expiresAt: minute(1) }, 'grant-changed')];
    const off = [...log, told('user-bob', 'user-switched-off', { userId: 'bob' })];
    const { told: rows, population } = await madeReport(accessHeld, off);
    expect([population, rows.map(({ principal, obstacle }) => [principal, obstacle])]).toEqual([
      3,
      [
        ['bob@example.com', 'USER_INACTIVE'],
        ['olga@example.com', undefined],
      ],
    ]);
  });

  test('a machine has what the record has that it is linked to; another credential is another line', async () => {
    const machine = { userId: 'bot', kind: 'machine', displayName: 'Bot', support: false, createdAt: 't' };
    const roles = [{ roleId: 'viewer', organizationId: 'o' }];
    const log = [
      ...LOG,
      credential('web'),
      told('user-bot', 'user-created', machine),
      told('user-bot', 'user-roles-assigned', { userId: 'bot', roles }),
      told('user-bot', 'user-linked', { userId: 'bot', idpUserId: 'p-ann' }),
    ];
    const { told: rows } = await madeReport(accessHeld, log);
    expect(rows.map(({ principal, identityId }) => [principal, identityId].join(' '))).toEqual([
      'ann@example.com db',
      'ann@example.com web',
      'Bot db',
      'Bot web',
      'bob@example.com db',
      'bob@example.com web',
      'olga@example.com db',
      'olga@example.com web',
    ]);
  });
});

describe('access changes', () => {
  const LOG = [
    ...TOWN,
    grant('g1'),
    grant('g1', { level: 'view_vault' }, 'grant-changed'),
    grant('g1', { level: 'view_vault' }, 'grant-revoked'),
    grant('g3', { principalId: 'p-olga', grantedBy: 'olga' }),
    told('directoryGroup-g', 'idp-group-member-removed', { idpGroupId: 'g', idpUserId: 'p-bob' }, { by: 'olga' }),
    told('user-ann', 'user-roles-assigned', { userId: 'ann', roles: [] }, { by: 'olga' }),
  ];

  test('each with what was before and after, who did it, and whether it was for themselves', async () => {
    const { told: rows } = await madeReport(accessChanges, LOG, { parameters: { from: minute(N) } });
    const short = rows.map((row) => [row['change'], row['subject'], row['before'], row['after'], row['actor']]);
    expect(short).toEqual([
      ['grant-given', 'ANN', undefined, 'checkout', 'mia@example.com'],
      ['grant-changed', 'ANN', 'checkout', 'view_vault', 'mia@example.com'],
      ['grant-revoked', 'ANN', 'view_vault', undefined, 'mia@example.com'],
      ['grant-given', 'OLGA', undefined, 'checkout', 'olga@example.com'],
      ['idp-group-member-removed', 'Operators', 'BOB', undefined, 'olga@example.com'],
      ['user-roles-assigned', 'ann@example.com', 'Viewer (o)', '', 'olga@example.com'],
    ]);
    expect(rows.map(({ selfGrant }) => selfGrant)).toEqual([false, undefined, undefined, true, undefined, false]);
    expect(rows.map(({ leaves }) => leaves)).toEqual([N, N + 1, N + 2, N + 3, N + 4, N + 5].map((leaf) => [leaf]));
  });

  test('for who reads one organization: its grants, and nothing of the account', async () => {
    const { told: rows, population } = await madeReport(accessChanges, LOG, { places: ['o'] });
    expect([population, new Set(rows.map(({ organizationId }) => organizationId))]).toEqual([4, new Set(['o'])]);
    expect((await madeReport(accessChanges, LOG, { places: ['elsewhere'] })).population).toBe(0);
  });
});

test('access reviews: each grant that was asked about, what was decided, and when it took effect', async () => {
  const line = { grantId: 'g1', principalType: 'user', principalId: 'p-ann', principalName: 'ANN', level: 'checkout' };
  const place = { reviewId: 'r', organizationId: 'o', identityGroupId: 'v' };
  const lines = ['g1', 'g2', 'g3'].map((grantId) => ({ ...line, grantId, grantedBy: 'mia', createdAt: 't' }));
  const by = { decidedBy: 'mia', decidedByEmail: 'mia@example.com', decidedAt: minute(N + 2), level: 'checkout' };
  const log = [
    ...TOWN,
    grant('g1'),
    told('accessReview-r', 'access-review-opened', {
      ...place,
      lines,
      dueAt: minute(N + 4),
      openedBy: 'mia',
      openedByEmail: 'mia@example.com',
      openedAt: minute(N + 1),
    }),
    told('accessReview-r', 'access-review-line-decided', { ...place, ...by, grantId: 'g1', decision: 'revoke' }),
    grant('g1', {}, 'grant-revoked'),
    told('accessReview-r', 'access-review-line-decided', {
      ...place,
      ...by,
      grantId: 'g2',
      decision: 'keep',
      decidedAt: minute(N + 9),
    }),
    told('user-ann', 'user-switched-off', { userId: 'ann' }),
  ];
  const { told: rows } = await madeReport(accessReviewsHeld, log);
  expect(rows).toEqual([
    expect.objectContaining({
      grantId: 'g1',
      decision: 'revoke',
      reviewer: 'mia@example.com',
      remediatedAt: minute(N + 3),
      isLate: false,
      leaves: [N + 1, N + 2, N + 3],
    }),
    expect.objectContaining({ grantId: 'g2', decision: 'keep', isLate: true, leaves: [N + 1, N + 4] }),
    expect.objectContaining({ grantId: 'g3', decision: 'open', isLate: true, leaves: [N + 1] }),
  ]);
});
