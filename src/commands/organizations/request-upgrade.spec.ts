import { ASKING } from '../../../test/support/streams/bulk-people';
import { Ground } from '../../../test/support/streams/ground-of';
import { FinishUpgrade, FinishUpgradeHandler } from './finish-upgrade';
import { RequestUpgrade, RequestUpgradeHandler } from './request-upgrade';

/** What is sealed the old way is sealed anew in the background, for who manages the vaults there: no value is shown. */
const request = (ground: Ground, who: string, id = 'o') =>
  ground.when(() => new RequestUpgradeHandler(ground.deciding).execute(new RequestUpgrade(ground.as(who), id)));
const finish = (ground: Ground, broken = 2) =>
  ground.when(() => new FinishUpgradeHandler(ground.deciding).execute(new FinishUpgrade(ground.policy(), 'o', broken)));
const REQUESTED = ['organization-o', 'encryption-upgrade-requested', { organizationId: 'o' }];

test.each(['owner', 'manager', 'support', 'robot'])(
  '%s asks for it; once more while it goes on is once',
  async (who) => {
    const ground = new Ground(ASKING);
    expect(await request(ground, who)).toEqual({ answer: { id: 'o', position: '0001' }, facts: [REQUESTED] });
    expect((await request(ground, 'owner')).facts).toEqual([]);
  },
);

test('it ends once, with what did not open; then it may be asked for again', async () => {
  const ground = new Ground(ASKING);
  expect((await finish(ground)).facts).toEqual([]);
  await request(ground, 'manager');
  const ended = ['organization-o', 'encryption-upgrade-finished', { organizationId: 'o', broken: 2 }];
  expect((await finish(ground)).facts).toEqual([ended]);
  expect((await finish(ground)).facts).toEqual([]);
  expect((await request(ground, 'manager')).facts).toEqual([REQUESTED]);
});

test.each<[string, string, string, string | undefined]>([
  ['viewer', 'o', 'PERMISSION_DENIED', 'denied-o'],
  ['admin', 'o', 'PERMISSION_DENIED', 'denied-o'],
  ['stranger', 'o', 'NOT_FOUND', 'denied-o'],
  ['manager', 'p', 'NOT_FOUND', 'denied-p'],
  ['support', 'p', 'SUPPORT_ACCESS_OFF', 'denied-p'],
  ['owner', 'q', 'ORGANIZATION_SECRET_NOT_FOUND', 'denied-q'],
  ['owner', 'none', 'NOT_FOUND', undefined],
])('%s is refused it in %s with %s', async (who, organizationId, code, stream) => {
  const { refused, facts } = await request(new Ground(ASKING), who, organizationId);
  const told = [stream, 'encryption-upgrade-request-refused', { organizationId, code }];
  expect([refused, facts]).toEqual([code, stream === undefined ? [] : [told]]);
});
