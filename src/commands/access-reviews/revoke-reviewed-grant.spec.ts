import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { grantOf, HELD } from '../../../test/support/streams/a-held-identity';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { digest } from '../../../test/support/streams/view-of';
import { StoreUnavailable } from '../../kernel/store-errors';
import { DecideAccessReviewLine, DecideAccessReviewLineHandler } from './decide-access-review-line';
import { RevokeReviewedGrant, RevokeReviewedGrantHandler } from './revoke-reviewed-grant';

const place = { reviewId: 'r', organizationId: 'o', identityGroupId: 'v' };
const lineOf = (name: string) => ({
  grantId: `g-${name}`,
  principalType: 'user',
  principalId: `p-${name}`,
  principalName: name,
  level: 'checkout',
  grantedBy: 'm',
  createdAt: EARLIER,
});
const opened = fact('access-review-opened', {
  ...place,
  lines: [lineOf('ann'), lineOf('bob')],
  dueAt: NOW,
  openedBy: 'manager',
  openedByEmail: 'manager@x.org',
  openedAt: EARLIER,
});
const STREAMS = {
  ...HELD,
  'vault-v': [
    fact('vault-created', { identityGroupId: 'v', organizationId: 'o', name: 'Production', createdAt: EARLIER }),
  ],
  'vaultAccess-v': [grantOf('ann'), grantOf('bob')],
  'accessReview-r': [opened],
};

const revoke = (ground: Ground, grantId = 'g-bob') =>
  new RevokeReviewedGrantHandler(ground.deciding, ground.reader).execute(
    new RevokeReviewedGrant(ground.policy(), 'r', grantId),
  );
/** A reviewer decides, on a node that revokes what was decided unless it dies before. */
const decide = (ground: Ground, decision: 'keep' | 'revoke', dies = false) => {
  const execute = async ({ grantId }: RevokeReviewedGrant) => {
    if (dies) throw new StoreUnavailable('the node dies');
    return revoke(ground, grantId);
  };
  return new DecideAccessReviewLineHandler(ground.deciding, { execute } as never, digest).execute(
    new DecideAccessReviewLine(ground.as('manager'), 'r', { grantId: 'g-bob', decision, reason: 'left' }),
  );
};
const nouns = (ground: Ground) => ground.told.map(([stream, noun]) => `${stream} ${noun}`);
const DECIDED = 'accessReview-r access-review-line-decided';
const REVOKED = 'vaultAccess-v grant-revoked';

test('a decision to revoke stands first, then the grant goes', async () => {
  const ground = new Ground(STREAMS);
  await decide(ground, 'revoke');
  expect(nouns(ground)).toEqual([DECIDED, REVOKED]);
  await decide(ground, 'revoke');
  expect(nouns(ground)).toEqual([DECIDED, REVOKED]);
});

test('a node that dies between the two leaves what the policy finishes, once', async () => {
  const ground = new Ground(STREAMS);
  await expect(decide(ground, 'revoke', true)).rejects.toThrow(StoreUnavailable);
  expect(nouns(ground)).toEqual([DECIDED]);
  await revoke(ground);
  await revoke(ground);
  expect(nouns(ground)).toEqual([DECIDED, REVOKED]);
});

test('the policy takes nothing away that was kept, or not decided on', async () => {
  const ground = new Ground(STREAMS);
  await revoke(ground);
  await decide(ground, 'keep');
  await revoke(ground);
  await revoke(ground, 'g-ann');
  await revoke(ground, 'g-nobody');
  expect(nouns(ground)).toEqual([DECIDED]);
});

test('a store that does not take the decision leaves the grant', async () => {
  const ground = new Ground(STREAMS);
  ground.justBefore('access-review-line-decided', () => {
    throw new StoreUnavailable('the disk is full');
  });
  await expect(decide(ground, 'revoke')).rejects.toThrow(StoreUnavailable);
  expect(ground.told).toEqual([]);
});

test('a revocation that comes first on another node wins over keeping', async () => {
  const ground = new Ground(STREAMS);
  ground.justBefore('access-review-line-decided', () => {
    const told = { ...place, grantId: 'g-bob', decision: 'revoke', reason: 'x', level: 'checkout' };
    const by = { decidedBy: 'm', decidedByEmail: 'm@x.org', decidedAt: NOW };
    ground.also('accessReview-r', fact('access-review-line-decided', { ...told, ...by }));
  });
  const { refused } = await ground.when(() => decide(ground, 'keep'));
  expect(refused).toBe('CONFLICT');
});
