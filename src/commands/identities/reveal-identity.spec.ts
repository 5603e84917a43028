import { grantOf, HELD } from '../../../test/support/streams/a-held-identity';
import { identityMade, organizationWith, StoredValues } from '../../../test/support/stored-values';
import { NOW } from '../../../test/support/streams/a-vault';
import { fact } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import type { DomainEvent } from '../../kernel/event';
import { plusMinutes } from '../../kernel/time';
import { Values } from '../material/values';
import { BeginApprovedMinutes } from './begin-approved-minutes';
import { DisclosureFailure } from './disclosure-failure';
import type { DisclosureReceipts } from './disclosure-receipts';
import { ReceiptFirst } from './receipt-first';
import { RevealIdentity, RevealIdentityHandler } from './reveal-identity';

/** What is shown without a checkout, to whom, and what is told of it: by a grant, by an approval, or beside broken glass. */
let values: StoredValues;
afterEach(() => values.close());
const subject = { organizationId: 'o', identityGroupId: 'v', identityId: 'i' };
const glass = (userId: string, expiresAt: string) =>
  fact('identity-checked-out', {
    ...subject,
    sessionId: 'i.g',
    userId,
    userEmail: `${userId}@x.org`,
    reason: 'the site is down',
    breakGlass: true,
    durationMinutes: 60,
    ownerBypass: false,
    version: 1,
    evidence: { ownerBypass: false },
    checkedOutAt: plusMinutes(NOW, -30),
    expiresAt,
  });
const replaced = fact('identity-credential-replaced', {
  ...subject,
  version: 2,
  replacedVersion: 1,
  replacedBy: 'x@x.org',
  replacedAt: NOW,
});
const onHost = fact('identity-changed', {
  ...subject,
  name: 'i',
  username: 'root',
  credentialType: 'password',
  rotateAfterUse: false,
  hostIds: ['h'],
  connector: 'linux-password',
  allowConcurrentCheckout: false,
  maxConcurrentSessions: 1,
});
const EVE = peopleOf({ eve: { here: ['pam_vaults.break_glass'] } });
const open = async (
  events: readonly DomainEvent[] = [],
  {
    scheme,
    more = {},
    stored = ['one', 'two'],
  }: { scheme?: 'plaintext'; more?: Streams; stored?: readonly string[] } = {},
) => {
  values = new StoredValues({
    ...HELD,
    ...organizationWith(1),
    account: [...(HELD['account'] ?? []), ...(EVE['account'] ?? [])],
    'user-eve': EVE['user-eve'] ?? [],
    'vaultAccess-v': [grantOf('ann', { level: 'view_credentials' }), grantOf('bob')],
    ...identityMade('i', scheme, ...events),
    ...more,
  });
  for (const [n, value] of stored.entries()) await values.put('i', n + 1, value);
};
/** What proves a disclosure afterwards is told elsewhere. */
const NO_RECEIPTS = { of: async () => ({}) } as unknown as DisclosureReceipts;

const reveal = async (who: string, reason?: string, sealing = values.sealing) => {
  const { ground, store, failures } = values;
  const { deciding, recording, refusals, ids } = ground;
  const first = new ReceiptFirst({ cover: async () => 'late' }, refusals);
  const handler = new RevealIdentityHandler(
    recording,
    new Values(store, sealing, ground.clock, failures, ground.reader),
    new DisclosureFailure(deciding, refusals, recording, ids, NO_RECEIPTS, first),
    digest,
    new BeginApprovedMinutes(deciding, ids),
    first,
  );
  const before = ground.told.length;
  const happened = await ground
    .when(() => handler.execute(new RevealIdentity(ground.as(who), 'i', reason)))
    .catch((error: Error) => ({ failed: error.message, facts: ground.told.slice(before) }));
  // What a value that does not open raises beside is told elsewhere.
  return { ...happened, facts: happened.facts.filter(([, noun]) => noun !== 'seal-failed') };
};
const REVEALED = { ...subject, version: 1, ownerBypass: false };

test('by a grant: the value in force, and why, if that was said', async () => {
  await open();
  const { answer, facts } = (await reveal('ann', 'month end')) as { answer: object; facts: object };
  expect(answer).toEqual({
    credential: { type: 'password', username: 'root', value: 'one', version: 1, proven: 'by-hand' },
    position: '0001',
  });
  const evidence = expect.objectContaining({ ownerBypass: false, grantId: 'g-ann' });
  expect(facts).toEqual([['reveal-i', 'identity-revealed', { ...REVEALED, evidence, reason: 'month end' }]]);
  expect((await reveal('ann')).facts[0]?.[2]).not.toHaveProperty('reason');
});

test('what a host may hold instead is shown and told beside it, as is that it was stored in plain text', async () => {
  await open([onHost, replaced], { scheme: 'plaintext' });
  const { answer, facts } = (await reveal('ann')) as {
    answer: object;
    facts: readonly (readonly [string, string, object])[];
  };
  expect(answer).toMatchObject({
    credential: { value: 'two', version: 2, unverified: true, alternatives: [{ version: 1, value: 'one' }] },
    warnings: [{ code: 'STORED_IN_PLAIN_TEXT' }],
  });
  expect(facts.at(-1)?.[2]).toMatchObject({ version: 2, alternatives: [1], scheme: 'plaintext' });
  expect(answer).not.toHaveProperty('credential.alternatives.0.label');
});

test('beside broken glass: all that may work, each by what it is, and the session is told', async () => {
  await open([onHost, replaced, glass('eve', plusMinutes(NOW, 30))]);
  const { answer, facts } = (await reveal('eve')) as { answer: object; facts: object };
  expect(answer).toMatchObject({
    credential: {
      value: 'two',
      version: 2,
      alternatives: [
        { version: 2, value: 'two', label: 'current' },
        { version: 1, value: 'one', label: 'former' },
      ],
    },
  });
  expect(facts).toMatchObject([
    [
      'reveal-i',
      'identity-revealed',
      {
        ...subject,
        version: 2,
        alternatives: [2, 1],
        sessionId: 'i.g',
        breakGlass: true,
        evidence: { ownerBypass: false },
      },
    ],
  ]);
});

test.each<[string, readonly DomainEvent[], Streams, string]>([
  ['once her time is over', [glass('eve', NOW)], {}, 'PERMISSION_DENIED'],
  ['where somebody else broke it', [glass('bob', plusMinutes(NOW, 30))], {}, 'PERMISSION_DENIED'],
  [
    'who may not break it any more',
    [glass('eve', plusMinutes(NOW, 30))],
    { 'user-eve': [...(EVE['user-eve'] ?? []), fact('user-roles-assigned', { userId: 'eve', roles: [] })] },
    'NOT_FOUND',
  ],
])('beside broken glass nothing is shown to her %s', async (_, events, more, code) => {
  await open(events, { more });
  const { facts, ...happened } = await reveal('eve', 'now');
  expect(happened).toMatchObject({ refused: code });
  expect(facts).toEqual([['denied-o', 'identity-reveal-refused', { ...subject, reason: 'now', code }]]);
});

test('beside broken glass a refusal tells of that session', async () => {
  await open([glass('eve', plusMinutes(NOW, 30))], { more: organizationWith(0) });
  const { facts } = await reveal('eve');
  expect(facts).toMatchObject([['denied-o', 'identity-reveal-refused', { sessionId: 'i.g' }]]);
});

test('what is not there is a refusal that is told, before anything is promised', async () => {
  await open([], { stored: [] });
  await values.keys();
  const happened = await reveal('ann', 'why');
  expect(happened).toMatchObject({ failed: 'the material store lacks version 1 of identity i' });
  expect(happened.facts).toEqual([
    ['denied-o', 'identity-reveal-refused', { ...subject, reason: 'why', code: 'VALUE_MISSING' }],
  ]);
});

test('what does not open after it was told as shown is told as withheld', async () => {
  await open();
  const sealing = Object.create(values.sealing) as typeof values.sealing;
  sealing.open = () => {
    throw new Error('tampered with');
  };
  const happened = await reveal('ann', undefined, sealing);
  expect(happened).toMatchObject({ failed: 'tampered with' });
  expect(happened.facts).toMatchObject([
    ['reveal-i', 'identity-revealed', REVEALED],
    [
      'reveal-i',
      'disclosure-withheld',
      { ...subject, disclosureId: expect.any(String), disclosurePosition: '0001', code: 'INTERNAL' },
    ],
    ['denied-o', 'identity-reveal-refused', { ...subject, code: 'INTERNAL' }],
  ]);
  expect(happened.facts[1]?.[2]).not.toHaveProperty('sessionId');
});

const POLICY = { required: 0, approvers: { users: [], groups: [] } };
const approval = (more: object = {}) =>
  fact('access-requested', {
    ...subject,
    requestId: 'i.q',
    userId: 'ann',
    userEmail: 'ann@x.org',
    reason: 'logs',
    durationMinutes: 20,
    policy: POLICY,
    createdAt: plusMinutes(NOW, -5),
    expiresAt: plusMinutes(NOW, 1000),
    ...more,
  });
const ASKING: Streams = {
  'vault-v': [
    ...(HELD['vault-v'] ?? []),
    fact('vault-changed', { identityGroupId: 'v', organizationId: 'o', name: 'Servers', approvalPolicy: POLICY }),
  ],
};

test('by an approval: its minutes begin with the first reveal, and the second is within them', async () => {
  await open([approval()], { more: ASKING });
  const used = [
    'identity-i',
    'access-request-used',
    { ...subject, requestId: 'i.q', userId: 'ann', usedAt: NOW, until: plusMinutes(NOW, 20) },
  ];
  const revealed = ['reveal-i', 'identity-revealed', { ...REVEALED, accessRequestId: 'i.q' }];
  expect((await reveal('ann')).facts).toMatchObject([used, revealed]);
  expect((await reveal('ann')).facts).toMatchObject([revealed]);
  values.ground.now += 20 * 60_000;
  expect(await reveal('ann')).toMatchObject({ refused: 'APPROVAL_REQUIRED' });
});

test('what was not there to be opened begins no minutes', async () => {
  await open([approval()], { more: ASKING, stored: [] });
  await values.keys();
  expect((await reveal('ann')).facts.map(([, noun]) => noun)).toEqual(['identity-reveal-refused']);
});
