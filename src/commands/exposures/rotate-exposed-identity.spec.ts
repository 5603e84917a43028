import { NOW } from '../../../test/support/streams/a-vault';
import { ASKING, madeIn, takenOut } from '../../../test/support/streams/bulk-people';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { withMethods } from '../../../test/support/with-methods';
import { Decisions } from '../deciding/decisions';
import type { ExposureSubject } from '../../kernel/exposure-subject';
import { StoreUnavailable } from '../../kernel/store-errors';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { RotateExposedIdentity, RotateExposedIdentityHandler } from './rotate-exposed-identity';

/** Each value that somebody was shown has its turn: it is changed unless it is in force no longer, and that is told once. */
const EVE: ExposureSubject = { kind: 'user', userId: 'eve' };
const subject = { organizationId: 'o', identityGroupId: 'v', identityId: 'a' };
const wanted = (versions: readonly number[]) =>
  fact('exposure-rotation-requested', {
    subject: 'user-eve',
    userId: 'eve',
    organizationId: 'o',
    campaignId: 'campaign',
    reason: 'left',
    items: [{ identityId: 'a', identityGroupId: 'v', versions }],
    requestedAt: NOW,
  });
const MADE = madeIn('a', 'o', 'v');
const GIVEN = { ...ASKING, 'identity-a': [MADE], 'exposure-user-eve': [wanted([1])] };
const requested = (rotationId: string) =>
  fact('rotation-requested', {
    ...subject,
    rotationId,
    trigger: 'manual',
    mode: 'vault',
    hostIds: [],
    requestedAt: NOW,
  });
const confirmed = fact('rotation-confirmed', { ...subject, rotationId: 'r', version: 2, confirmedAt: NOW });

const turn = (ground: Ground, identityId = 'a', deciding = ground.deciding) =>
  ground.when(() =>
    new RotateExposedIdentityHandler(deciding).execute(new RotateExposedIdentity(ground.policy(), EVE, identityId)),
  );
const settled = (outcome: string, more: object = {}): Told => [
  'exposure-user-eve',
  'exposed-identity-settled',
  { ...subject, subject: 'user-eve', userId: 'eve', campaignId: 'campaign', outcome, ...more },
];
const nouns = (facts: readonly Told[]) => facts.map(([stream, noun]) => `${stream} ${noun}`);

test('a value in force is replaced, for the reason that it was shown; then that is told', async () => {
  const { facts } = await turn(new Ground(GIVEN));
  expect(facts).toEqual([
    ['identity-a', 'rotation-requested', expect.objectContaining({ ...subject, trigger: 'exposure', mode: 'vault' })],
    settled('requested'),
  ]);
});

const away = fact('identity-deleted', { ...subject, deletedAt: NOW, destroyAfter: NOW });
test.each<[string, readonly ReturnType<typeof fact>[], readonly number[], string, readonly string[]]>([
  [
    'is held by somebody: at the end of the session',
    [MADE, takenOut('a', 'o', 'v', 'bob')],
    [1],
    'owed',
    ['rotation-owed'],
  ],
  ['is being replaced', [MADE, requested('r')], [1], 'under_way', []],
  ['is in force no longer', [MADE, requested('r'), confirmed], [1], 'not_in_force', []],
  ['was never shown', [MADE], [7], 'not_in_force', []],
  ['is not there at all', [], [1], 'not_in_force', []],
])('of a value that %s, so much is told: %#', async (_, facts, shown, outcome, nouns) => {
  const ground = new Ground({ ...GIVEN, 'identity-a': facts, 'exposure-user-eve': [wanted(shown)] });
  const { facts: told } = await turn(ground);
  expect(told.filter(([stream]) => stream === 'identity-a').map(([, noun]) => noun)).toEqual(nouns);
  expect(told.at(-1)).toEqual(settled(outcome));
});

test('of a deleted identity it is told why nothing was changed', async () => {
  const { facts } = await turn(new Ground({ ...GIVEN, 'identity-a': [MADE, away] }));
  expect(facts).toEqual([settled('refused', { code: 'NOT_FOUND', detail: expect.stringContaining('deleted') })]);
});

test('its turn comes once: a second time, and the turn of what nobody asked for, do nothing', async () => {
  const ground = new Ground(GIVEN);
  await turn(ground);
  expect((await turn(ground)).facts).toEqual([]);
  expect((await turn(ground, 'other')).facts).toEqual([]);
});

test('a node that dies after the value is to be replaced leaves what another one tells, and asks for no second value', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('exposed-identity-settled', () => {
    throw new StoreUnavailable('the node dies');
  });
  await expect(turn(ground)).rejects.toThrow(StoreUnavailable);
  expect(nouns(ground.told)).toEqual(['identity-a rotation-requested']);
  await turn(ground);
  expect(nouns(ground.told)).toEqual(['identity-a rotation-requested', 'exposure-user-eve exposed-identity-settled']);
});

test('another node whose turn it was first changes it; this one tells nothing again', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('rotation-requested', () => {
    ground.also('identity-a', requested('theirs'));
    const [stream, noun, data] = settled('requested');
    ground.also(stream, fact(noun, data));
  });
  expect((await turn(ground)).facts).toEqual([]);
});

test('an identity whose facts can’t be read holds up no other: that is told, and what to do', async () => {
  const ground = new Ground(GIVEN);
  const reader = withMethods(ground.reader, {
    fresh: async () => {
      const view = await ground.reader.fresh();
      return withMethods(view, {
        load: async (fold, id) => {
          if (fold.category === 'identity') throw new StreamUnreadable('identity-a', 3, undefined, 'a hole');
          return view.load(fold, id);
        },
      });
    },
  });
  const deciding = new Decisions(ground.store, reader, ground.clock, { below: () => 0 }, ground.refusals);
  const { facts } = await turn(ground, 'a', deciding);
  const detail = expect.stringContaining('settle the damage');
  expect(facts).toEqual([settled('refused', { code: 'STREAM_UNREADABLE', detail })]);
});

test('a store that is away is no outcome', async () => {
  const ground = new Ground(GIVEN);
  ground.justBefore('rotation-requested', () => {
    throw new StoreUnavailable('away');
  });
  await expect(turn(ground)).rejects.toThrow(StoreUnavailable);
  expect(ground.told).toEqual([]);
});
