import { PolicyFixture } from '../../../test/support/policy-fixture';
import type { PolicyNode } from '../../../test/support/policy-node';
import { RefusedError } from '../../kernel/refused-error';
import { ValueMissing } from '../../kernel/store-errors';
import { BreakGlassIdentity } from '../identities/break-glass-identity';
import { CreateIdentity } from '../identities/create-identity';
import { RotateIdentity } from '../identities/rotate-identity';
import { StageCandidate } from '../identities/stage-candidate';
import { withDefaults } from '../identities/with-defaults';
import { RediscloseSession } from './redisclose-session';

/** A checkout asked for again shows its value once more: to its holder, while it lasts and what allowed it stands. */
let application: PolicyFixture;
let node: PolicyNode;
let place: Awaited<ReturnType<PolicyFixture['identity']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  node = await application.node();
  place = await application.identity(node.commands);
  for (const name of ['ann', 'bob']) await application.person(name, place);
});
afterEach(() => application.close());

const again = (sessionId: string, userId = 'ann', at = node) =>
  at.commands.execute(new RediscloseSession(application.as(userId), sessionId));
const refusalOf = (error: unknown) => (error instanceof RefusedError ? error.refusal.code : error);
const shown = (identityId = place.identityId) => application.facts(`reveal-${identityId}`);
const refusals = () =>
  application
    .facts(`denied-${place.organizationId}`, 'credential-redisclose-refused')
    .then((all) => all.map(({ data: { code, sessionId } }) => [code, sessionId]));
const checkedOut = async (userId = 'ann') =>
  (await application.checkOut(node.commands, userId, place.identityId)).session.id;

test('the holder is shown the value once more, and that is a fact each time', async () => {
  const id = await checkedOut();
  const credential = { type: 'password', username: 'root', value: 'hunter2', version: 1, proven: 'by-hand' };
  const receipt = expect.objectContaining({ leafHash: expect.any(String) });
  expect(await again(id)).toEqual({ session: expect.objectContaining({ id, userId: 'ann' }), credential, receipt });
  await again(id);
  const { organizationId, vaultId: identityGroupId, identityId } = place;
  const fact = { organizationId, identityGroupId, identityId, sessionId: id, version: 1 };
  expect((await shown()).map(({ type, data }) => [type, data])).toEqual([
    ['keyledger.credential-redisclosed.v1', fact],
    ['keyledger.credential-redisclosed.v1', fact],
  ]);
  expect(await refusals()).toEqual([]);
});

test.each(['bob', 'owner'])(
  '%s, who does not hold the session, is told that there is none, and that is a fact',
  async (who) => {
    const id = await checkedOut();
    expect(await again(id, who).catch(refusalOf)).toBe('NOT_FOUND');
    expect(await shown()).toEqual([]);
    expect(await refusals()).toEqual([['NOT_FOUND', id]]);
  },
);

test.each<[string, (id: string) => Promise<void> | void]>([
  ['its time is over', () => application.pass(60)],
  [
    'its grant was revoked',
    () =>
      application.append(`vaultAccess-${place.vaultId}`, 'grant-revoked', {
        ...application.grant('ann', place),
        revokedBy: 'owner',
        revokedAt: application.at(0),
      }),
  ],
])('nothing is shown once %s: the session alone is answered', async (_, happens) => {
  const id = await checkedOut();
  await happens(id);
  expect(await again(id)).toEqual({ session: expect.objectContaining({ id, userId: 'ann' }) });
  expect(await shown()).toEqual([]);
});

test('a minute before its end it is shown still', async () => {
  const id = await checkedOut();
  application.pass(59);
  expect((await again(id)).credential?.value).toBe('hunter2');
});

test("support's holder is turned away once support is let in no longer", async () => {
  const support = { organizationId: place.organizationId, windowId: 'w' };
  await application.append('user-ann', 'user-marked-as-support', { userId: 'ann' });
  await application.append('supportAccess', 'support-access-enabled', {
    ...support,
    reason: 'help',
    enabledBy: 'owner',
    enabledAt: application.at(0),
    expiresAt: application.at(30),
  });
  const id = await checkedOut();
  expect((await again(id)).credential?.value).toBe('hunter2');
  application.pass(30);
  expect(await again(id).catch(refusalOf)).toBe('SUPPORT_ACCESS_OFF');
  expect(await shown()).toHaveLength(1);
  expect(await refusals()).toEqual([['SUPPORT_ACCESS_OFF', id]]);
});

test('what was stored in plain text before is shown with the warning, and the fact says so', async () => {
  const whole = withDefaults({ name: 'old', username: 'old', credentialType: 'password' });
  const made = new CreateIdentity(application.as('owner'), place.vaultId, whole, 'once in a file', 'plaintext');
  const { id: identityId } = await node.commands.execute(made);
  const { session } = await application.checkOut(node.commands, 'ann', identityId);
  expect(await again(session.id)).toMatchObject({
    credential: { value: 'once in a file' },
    warnings: [{ code: 'STORED_IN_PLAIN_TEXT' }],
  });
  expect((await shown(identityId)).map(({ data }) => data['scheme'])).toEqual(['plaintext']);
});

describe('of an account on a host whose value is being replaced', () => {
  let identityId: string;
  beforeEach(async () => {
    const { organizationId, vaultId } = place;
    const host = { hostId: 'h', organizationId, name: 'web', createdAt: application.at(0) };
    await application.append('host-h', 'host-created', host);
    const settings = { name: 'deploy', username: 'deploy', hostIds: ['h'], connector: 'linux-password' } as const;
    const whole = withDefaults({ ...settings, credentialType: 'password' });
    const made = new CreateIdentity(application.as('owner'), vaultId, whole, 'hunter3');
    identityId = (await node.commands.execute(made)).id;
    await node.commands.execute(new RotateIdentity(application.as('owner'), identityId));
    const [requested] = await application.facts(`identity-${identityId}`, 'rotation-requested');
    const rotationId = String(requested?.data['rotationId']);
    await node.commands.execute(new StageCandidate(application.as('owner'), identityId, rotationId));
  });

  test('whoever broke the glass is shown everything there is to try once more, each with what it is', async () => {
    await application.responder('eve', place);
    const broken = new BreakGlassIdentity(application.as('eve'), identityId, 'the site is down');
    const { session } = await node.commands.execute(broken);
    const { credential } = await again(session.id, 'eve');
    expect(credential).toMatchObject({ value: 'hunter3', version: 1, unverified: true });
    expect(credential?.alternatives?.map(({ version, label }) => [version, label])).toEqual([
      [2, 'candidate'],
      [1, 'current'],
    ]);
    expect((await shown(identityId)).map(({ data }) => [data['version'], data['alternatives']])).toEqual([[1, [2, 1]]]);
  });

  test('whoever checked it out is shown the one value of that checkout', async () => {
    const { session } = await application.checkOut(node.commands, 'ann', identityId);
    const { credential } = await again(session.id);
    expect(credential).toMatchObject({ value: 'hunter3', version: 1, unverified: true });
    expect(credential).not.toHaveProperty('alternatives');
  });
});

test('a value that does not open after its fact was shown to nobody: that is a fact as well, and a refusal', async () => {
  const id = await checkedOut();
  const sealing = Object.create(application.adapters.sealing) as typeof application.adapters.sealing;
  sealing.open = () => {
    throw new Error('it does not open');
  };
  expect(await again(id, 'ann', await application.node({ sealing })).catch(String)).toContain('it does not open');
  expect((await shown()).map(({ type }) => type)).toEqual([
    'keyledger.credential-redisclosed.v1',
    'keyledger.disclosure-withheld.v1',
  ]);
  expect(await refusals()).toEqual([['INTERNAL', id]]);
});

test('where the value is gone nothing is promised', async () => {
  const id = await checkedOut();
  await application.adapters.materialStore.destroy(place.identityId, 1);
  expect(await again(id).catch((error: unknown) => error)).toBeInstanceOf(ValueMissing);
  expect(await shown()).toEqual([]);
});
