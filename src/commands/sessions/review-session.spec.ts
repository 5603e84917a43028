import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import { plusMinutes } from '../../kernel/time';
import { FindSession } from './find-session';
import { RemindOfReview, RemindOfReviewHandler } from './remind-of-review';
import { ReviewSession, ReviewSessionHandler } from './review-session';
import { withMethods } from '../../../test/support/with-methods';

/** What was done behind broken glass is looked at by somebody else, once it is over. */
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
const out = (breakGlass: boolean, userId = 'eve') =>
  fact('identity-checked-out', {
    ...subject,
    sessionId: 'i.s',
    userId,
    userEmail: `${userId}@x.org`,
    reason: 'the site is down',
    durationMinutes: 60,
    breakGlass,
    ownerBypass: false,
    version: 1,
    evidence: { ownerBypass: false },
    checkedOutAt: plusMinutes(NOW, -60),
    expiresAt: plusMinutes(NOW, 30),
  });
const back = (userId = 'eve') =>
  fact('identity-checked-in', {
    ...subject,
    sessionId: 'i.s',
    userId,
    endedBy: 'checkin',
    endedAt: plusMinutes(NOW, -9),
  });
const STREAMS = peopleOf(
  {
    owner: { owner: true },
    admin: { admin: true },
    manager: { here: ['pam_vaults.manage'] },
    viewer: { here: ['pam_vaults.view'] },
    robot: { machine: true, here: ['pam_vaults.manage'] },
    eve: { here: ['pam_vaults.manage', 'pam_vaults.break_glass'] },
    stranger: {},
  },
  PLACES,
);
/** The log alone tells of a session that is over. */
const review = (who: string, facts: readonly ReturnType<typeof fact>[], id = 'i.s') => {
  const streams: Streams = { ...STREAMS, 'identity-i': [made, ...facts] };
  const recorded = [made, ...facts].map((event, revision) => ({ ...event, revision }));
  const page = async (_: string, from: number) => recorded.filter(({ revision }) => revision <= from).toReversed();
  const ended = { revision: facts.length, endedAt: NOW };
  const get = async (sessionId: string) => (sessionId === 'i.s' && facts.length > 1 ? ended : undefined);
  const ground = new Ground(streams);
  const find = new FindSession(
    withMethods(ground.reader, { page } as never),
    { readModel: () => ({ get }) } as never,
    { waitFor: async () => true } as never,
  );
  const handler = new ReviewSessionHandler(ground.deciding, find);
  return ground.when(() => handler.execute(new ReviewSession(ground.as(who), id, 'all in order')));
};
const OVER = [out(true), back()];

test.each(['owner', 'admin', 'manager'])('%s reviews a break-glass session of somebody else', async (who) => {
  const { answer, facts } = await review(who, OVER);
  const told = {
    sessionId: 'i.s',
    userId: 'eve',
    reviewedBy: who,
    reviewerEmail: `${who}@x.org`,
    note: 'all in order',
  };
  expect(facts).toEqual([['identity-i', 'break-glass-reviewed', { ...subject, ...told, reviewedAt: NOW }]]);
  expect(answer).toMatchObject({ position: '0001', session: { id: 'i.s', userId: 'eve', breakGlass: true } });
});

const reviewed = fact('break-glass-reviewed', {
  ...subject,
  sessionId: 'i.s',
  userId: 'eve',
  reviewedBy: 'owner',
  reviewerEmail: 'owner@x.org',
  note: 'fine',
  reviewedAt: NOW,
});
test.each<[string, string, readonly ReturnType<typeof fact>[], string]>([
  ['by who broke the glass', 'eve', OVER, 'PERMISSION_DENIED'],
  ['by who may only look', 'viewer', OVER, 'PERMISSION_DENIED'],
  ['by a machine', 'robot', OVER, 'PERMISSION_DENIED'],
  ['by somebody from whom it is hidden', 'stranger', OVER, 'NOT_FOUND'],
  ['of a session that is open', 'owner', [out(true)], 'CONFLICT'],
  ['of one behind no broken glass', 'owner', [out(false), back()], 'CONFLICT'],
  ['of one that was reviewed', 'owner', [...OVER, reviewed], 'CONFLICT'],
])('a review %s is refused, and told', async (_, who, facts, code) => {
  const happened = await review(who, facts);
  const told = { ...subject, sessionId: 'i.s', note: 'all in order', code };
  expect([happened.refused, happened.facts]).toEqual([code, [['denied-o', 'break-glass-review-refused', told]]]);
});

test('of a session that there never was nothing is told', async () => {
  expect(await review('owner', OVER, 'i.x')).toMatchObject({ refused: 'NOT_FOUND', facts: [] });
});

test('a review that stays open is brought to mind once a day', async () => {
  const ground = new Ground({ ...STREAMS, 'identity-i': [made, ...OVER] });
  const remind = () =>
    ground.when(() => new RemindOfReviewHandler(ground.deciding).execute(new RemindOfReview(ground.policy(), 'i.s')));
  expect((await remind()).facts).toEqual([]);
  ground.now += 24 * 60 * 60_000;
  expect((await remind()).facts).toMatchObject([
    ['identity-i', 'break-glass-review-reminded', { sessionId: 'i.s', userId: 'eve' }],
  ]);
  expect((await remind()).facts).toEqual([]);
});
