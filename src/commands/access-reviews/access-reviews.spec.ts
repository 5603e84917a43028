import { EARLIER, LATER, LATEST, NOW } from '../../../test/support/streams/a-vault';
import { grantOf, HELD } from '../../../test/support/streams/a-held-identity';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { derivedIds } from '../../adapters/outside/derived-ids';
import { StoreUnavailable } from '../../kernel/store-errors';
import { CloseAccessReview, CloseAccessReviewHandler } from './close-access-review';
import { DecideAccessReviewLine, DecideAccessReviewLineHandler } from './decide-access-review-line';
import { OpenAccessReview, OpenAccessReviewHandler } from './open-access-review';
import { RevokeReviewedGrantHandler, type RevokeReviewedGrant } from './revoke-reviewed-grant';

/** Who has access to a vault is looked at by somebody who manages it, and each grant decided on by who has no access by it. */
const MORE = peopleOf({
  owner: { owner: true },
  admin: { admin: true },
  robot: { machine: true, here: ['pam_vaults.manage'] },
  support: { support: true, here: ['pam_vaults.manage'] },
});
const letIn = fact('support-access-enabled', {
  organizationId: 'o',
  windowId: 'w',
  reason: 'help',
  enabledBy: 'owner',
  enabledAt: EARLIER,
  expiresAt: '2027-01-01T00:00:00.000Z',
});
const GROUP = fact('idp-group-created', { idpGroupId: 'ops', name: 'Operators' });
const toGroup = grantOf('ops', { principalType: 'group', principalId: 'ops', level: 'view_vault', expiresAt: LATEST });
const GIVEN: Streams = {
  ...MORE,
  ...HELD,
  account: [...(HELD['account'] ?? []), ...(MORE['account'] ?? [])],
  supportAccess: [letIn],
  'directoryGroup-ops': [GROUP],
  'vaultAccess-v': [grantOf('ann'), grantOf('bob'), toGroup],
};
const place = { organizationId: 'o', identityGroupId: 'v' };
const by = (who: string, what: string) => ({
  [`${what}By`]: who,
  [`${what}ByEmail`]: `${who}@x.org`,
  [`${what}At`]: NOW,
});

const open = (ground: Ground, who = 'manager', vaultId = 'v') =>
  ground.when(() =>
    new OpenAccessReviewHandler(ground.deciding).execute(
      new OpenAccessReview(ground.as(who, { ids: derivedIds.from('a key') }), vaultId, 2),
    ),
  );
const decide = (ground: Ground, who: string, id: string, grantId: string, decision: 'keep' | 'revoke') => {
  const execute = (command: RevokeReviewedGrant) =>
    new RevokeReviewedGrantHandler(ground.deciding, ground.reader).execute(command);
  const asked = { grantId, decision, ...(decision === 'revoke' ? { reason: 'has left' } : {}) };
  return ground.when(() =>
    new DecideAccessReviewLineHandler(ground.deciding, { execute } as never, digest).execute(
      new DecideAccessReviewLine(ground.as(who), id, asked),
    ),
  );
};
const close = (ground: Ground, who: string, id: string) =>
  ground.when(() => new CloseAccessReviewHandler(ground.deciding).execute(new CloseAccessReview(ground.as(who), id)));
const opened = async (more: Streams = {}) => {
  const ground = new Ground({ ...GIVEN, ...more });
  return { ground, id: (await open(ground)).answer?.id ?? '' };
};
const nouns = (facts: readonly Told[]) => facts.map(([stream, noun]) => `${stream} ${noun}`);

test('a review holds every grant of the vault with the name of who has access by it, and when it is due', async () => {
  const { answer, facts } = await open(new Ground(GIVEN));
  const line = (name: string) => ({
    grantId: `g-${name}`,
    principalType: 'user',
    principalId: `p-${name}`,
    principalName: name,
    level: 'checkout',
    grantedBy: 'm',
    createdAt: EARLIER,
  });
  const group = {
    ...line('ops'),
    principalType: 'group',
    principalId: 'ops',
    principalName: 'Operators',
    level: 'view_vault',
    expiresAt: LATEST,
  };
  const data = {
    ...place,
    reviewId: answer?.id,
    lines: [line('ann'), line('bob'), group],
    dueAt: LATEST,
    ...by('manager', 'opened'),
  };
  expect(facts).toEqual([[`accessReview-${answer?.id}`, 'access-review-opened', data]]);
  expect(answer?.position).toBe('0001');
});

test('the same request again opens no second review', async () => {
  const { ground, id } = await opened();
  expect(await open(ground)).toMatchObject({ answer: { id }, facts: [] });
});

test('an owner holds reviews; of a vault that nobody has access to there is none', async () => {
  expect(nouns((await open(new Ground(GIVEN), 'owner')).facts)).toHaveLength(1);
  const nobody = await open(new Ground({ ...GIVEN, 'vaultAccess-v': [] }));
  expect(nobody).toMatchObject({ refused: 'CONFLICT', facts: [['denied-o', 'access-review-open-refused', place]] });
});

const WHO: readonly (readonly [string, string])[] = [
  ['ann', 'PERMISSION_DENIED'],
  ['admin', 'PERMISSION_DENIED'],
  ['robot', 'PERMISSION_DENIED'],
  ['support', 'PERMISSION_DENIED'],
  ['stranger', 'NOT_FOUND'],
  ['nobody', 'NOT_FOUND'],
];
test.each(WHO)('%s opens, decides and closes none: %s', async (who, code) => {
  const told = (noun: string, more: object): Told => [
    'denied-o',
    `access-review-${noun}-refused`,
    { ...place, ...more, code },
  ];
  const opening = await open(new Ground(GIVEN), who);
  expect([opening.refused, opening.facts]).toEqual([code, [told('open', { dueInDays: 2 })]]);
  const { ground, id } = await opened();
  const deciding = await decide(ground, who, id, 'g-bob', 'revoke');
  const asked = { grantId: 'g-bob', decision: 'revoke', reason: 'has left' };
  expect([deciding.refused, deciding.facts]).toEqual([code, [told('decide', asked)]]);
  const closing = await close(ground, who, id);
  expect([closing.refused, closing.facts]).toEqual([code, [told('close', {})]]);
});

test('support that is not let in hears that first', async () => {
  const { ground, id } = await opened({ supportAccess: [] });
  const answers = [await open(ground, 'support'), await close(ground, 'support', id)];
  expect(answers.map(({ refused }) => refused)).toEqual(['SUPPORT_ACCESS_OFF', 'SUPPORT_ACCESS_OFF']);
});

test('of what does not exist nothing is told', async () => {
  const { ground } = await opened();
  const answers = [
    await open(ground, 'manager', 'none'),
    await decide(ground, 'manager', 'none', 'g-ann', 'keep'),
    await close(ground, 'manager', 'none'),
  ];
  expect(answers.map(({ refused, facts }) => [refused, facts])).toEqual(answers.map(() => ['NOT_FOUND', []]));
});

const self = (idpGroupId: string) => fact('idp-group-member-added', { idpGroupId, idpUserId: 'p-owner' });
const RECORD: Streams = {
  'directory-p-owner': [
    fact('idp-user-created', { idpUserId: 'p-owner', email: 'owner@x.org', displayName: 'O', active: true }),
  ],
  [`directoryEmail-${digest.of('owner@x.org')}`]: [fact('idp-email-claimed', { idpUserId: 'p-owner' })],
};
test.each<[string, string, Streams]>([
  ['the own grant', 'g-owner', { 'vaultAccess-v': [grantOf('owner')] }],
  ['a group with this caller in it', 'g-ops', { 'directoryGroup-ops': [GROUP, self('ops')] }],
])('nobody decides on %s, be it an owner', async (_, grantId, more) => {
  const { ground, id } = await opened({ ...RECORD, ...more });
  const { refused, facts } = await decide(ground, 'owner', id, grantId, 'keep');
  expect([refused, nouns(facts)]).toEqual(['PERMISSION_DENIED', ['denied-o access-review-decide-refused']]);
});

test('a grant is kept as it stands, once; a line that is not in the review is none', async () => {
  const { ground, id } = await opened();
  const kept = await decide(ground, 'manager', id, 'g-ops', 'keep');
  const data = { ...place, reviewId: id, grantId: 'g-ops', decision: 'keep', level: 'view_vault', expiresAt: LATEST };
  expect(kept).toEqual({
    answer: { id, position: '0002' },
    facts: [[`accessReview-${id}`, 'access-review-line-decided', { ...data, ...by('manager', 'decided') }]],
  });
  expect((await decide(ground, 'manager', id, 'g-ops', 'keep')).facts).toEqual([]);
  expect((await decide(ground, 'manager', id, 'g-cid', 'keep')).refused).toBe('NOT_FOUND');
});

test('what is revoked is gone by the answer, which waits for that', async () => {
  const { ground, id } = await opened();
  const { answer, facts } = await decide(ground, 'manager', id, 'g-bob', 'revoke');
  expect(nouns(facts)).toEqual([`accessReview-${id} access-review-line-decided`, 'vaultAccess-v grant-revoked']);
  expect(facts[0]?.[2]).toMatchObject({ decision: 'revoke', reason: 'has left', decidedBy: 'manager' });
  expect(facts[1]?.[2]).toMatchObject({ ...place, grantId: 'g-bob', principalId: 'p-bob' });
  expect(answer).toEqual({ id, position: '0003' });
});

test('a review is closed once every grant is settled, and says how; then nothing is decided any more', async () => {
  const { ground, id } = await opened();
  await decide(ground, 'manager', id, 'g-bob', 'revoke');
  const early = await close(ground, 'manager', id);
  expect([early.refused, early.extra]).toEqual(['CONFLICT', { open: ['g-ann', 'g-ops'] }]);
  await decide(ground, 'manager', id, 'g-ann', 'keep');
  ground.also(
    'vaultAccess-v',
    fact('grant-revoked', {
      ...place,
      grantId: 'g-ops',
      principalType: 'group',
      principalId: 'ops',
      level: 'view_vault',
    }),
  );
  const closed = { ...place, reviewId: id, kept: 1, revoked: 1, gone: 1, ...by('manager', 'closed') };
  const { answer, facts } = await close(ground, 'manager', id);
  expect(facts).toEqual([[`accessReview-${id}`, 'access-review-closed', closed]]);
  expect(answer?.id).toBe(id);
  expect((await close(ground, 'owner', id)).facts).toEqual([]);
  expect((await decide(ground, 'manager', id, 'g-ann', 'revoke')).refused).toBe('CONFLICT');
});

test('a grant that is changed on another node while the review is closed is to be decided on anew', async () => {
  const { ground, id } = await opened({ 'vaultAccess-v': [grantOf('ann')] });
  await decide(ground, 'manager', id, 'g-ann', 'keep');
  ground.justBefore('access-review-closed', () => {
    const terms = {
      grantId: 'g-ann',
      principalType: 'user',
      principalId: 'p-ann',
      level: 'checkout',
      expiresAt: LATER,
    };
    ground.also('vaultAccess-v', fact('grant-changed', { ...place, ...terms }));
    ground.also(`accessReview-${id}`, fact('access-review-lines-added', { ...place, reviewId: id, lines: [] }));
  });
  expect(await close(ground, 'manager', id)).toMatchObject({ refused: 'CONFLICT', extra: { open: ['g-ann'] } });
});

test('of a vault that was deleted since nothing is left to decide on', async () => {
  const { ground, id } = await opened();
  ground.also('vault-v', fact('vault-deleted', { organizationId: 'o', identityGroupId: 'v' }));
  expect((await decide(ground, 'manager', id, 'g-ann', 'keep')).refused).toBe('CONFLICT');
  expect((await close(ground, 'manager', id)).facts).toMatchObject([
    [`accessReview-${id}`, 'access-review-closed', { gone: 3 }],
  ]);
});

test('a store that does not take it leaves no review', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('access-review-opened', () => {
    throw new StoreUnavailable('the disk is full');
  });
  await expect(open(ground)).rejects.toThrow(StoreUnavailable);
  expect(nouns((await open(ground)).facts)).toHaveLength(1);
});
