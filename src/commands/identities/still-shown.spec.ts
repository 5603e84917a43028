import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { HELD, HELD_SINCE, HELD_UNTIL, subject } from '../../../test/support/streams/a-held-identity';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { digest, viewOf, type Streams } from '../../../test/support/streams/view-of';
import { identity } from '../../domain/identities/evolve';
import type { Coverage } from '../../kernel/evidence';
import { ReceiptFirst } from './receipt-first';
import { stillShown, type Shown } from './still-shown';

/** A value that waits for its receipt is shown by what is so at the end of the wait: to its holder, while all of it stands. */
const session = { id: 'i.s', ...subject } as unknown as Shown['session'];
const REFUSED = 'identity-check-out-refused';
const look = async (more: Streams = {}, who = 'ann', late = 0) => {
  // As it stood when the wait began.
  const before = await viewOf(HELD).load(identity, 'i');
  const [open] = before.state.sessions;
  const windowId = more['supportAccess'] === undefined ? {} : { supportWindowId: 'w' };
  const begun = { ...open, evidence: { ...open?.evidence, ...windowId } } as Shown['begun'];
  const ground = new Ground({ ...HELD, ...more });
  ground.now += late * 60_000;
  const context = ground.as(who);
  return ground.when(async () =>
    ground.recording.judge(context, `keyledger.${REFUSED}.v1`, async (authorization) => {
      const refusal = await stillShown(authorization, digest, context, { session, begun });
      return refusal ?? 'shown';
    }),
  );
};

const [MADE, OUT] = HELD['identity-i'] ?? [];
const given = [MADE, OUT].flatMap((each) => (each === undefined ? [] : [each]));
const back = fact('identity-checked-in', {
  ...subject,
  sessionId: 'i.s',
  userId: 'ann',
  endedBy: 'grant_revoked',
  endedAt: NOW,
});
const again = fact('identity-checked-out', { ...(OUT?.data as object), sessionId: 'i.t' });
const marked = fact('user-marked-as-support', { userId: 'ann' });
const letIn = (windowId: string) =>
  fact('support-access-enabled', {
    organizationId: 'o',
    windowId,
    reason: 'help',
    enabledBy: 'owner',
    enabledAt: EARLIER,
    expiresAt: '2027-01-01T00:00:00.000Z',
  });
const asSupport = [...(HELD['user-ann'] ?? []), marked];
/** Ann is support, and her session rests on window `w`. */
const restingOnWindow = (windowId: string): Streams => ({
  'user-ann': asSupport,
  supportAccess: [letIn(windowId)],
  'identity-i': [
    ...given.slice(0, 1),
    fact('identity-checked-out', {
      ...subject,
      sessionId: 'i.s',
      userId: 'ann',
      userEmail: 'ann@x.org',
      reason: 'logs',
      breakGlass: false,
      durationMinutes: 60,
      ownerBypass: false,
      version: 1,
      evidence: { ownerBypass: false, grantId: 'g-ann', idpUserId: 'p-ann', supportWindowId: 'w' },
      checkedOutAt: HELD_SINCE,
      expiresAt: HELD_UNTIL,
    }),
  ],
});

test.each<[string, Streams, number]>([
  ['everything stands', {}, 0],
  ['it is a minute before the end', {}, 29],
  ['the window that support came by stands', restingOnWindow('w'), 0],
])('the holder is shown it where %s', async (_, more, late) => {
  expect(await look(more, 'ann', late)).toEqual({ answer: 'shown', facts: [] });
});

test.each<[string, string, Streams, string, number]>([
  ['the grant was taken away', 'ann', { 'vaultAccess-v': [] }, 'VAULT_ACCESS_DENIED', 0],
  [
    'it was ended because the grant was taken away',
    'ann',
    { 'vaultAccess-v': [], 'identity-i': [...given, back] },
    'VAULT_ACCESS_DENIED',
    0,
  ],
  ['it was given back', 'ann', { 'identity-i': [...given, back] }, 'CONFLICT', 0],
  ['it was given back and taken out again', 'ann', { 'identity-i': [...given, back, again] }, 'CONFLICT', 0],
  ['its time is over', 'ann', {}, 'CONFLICT', 30],
  ['it is somebody else’s', 'bob', {}, 'NOT_FOUND', 0],
  ['support is let in no more', 'ann', { 'user-ann': asSupport }, 'SUPPORT_ACCESS_OFF', 0],
  ['support was shut out and let in anew', 'ann', restingOnWindow('another'), 'SUPPORT_ACCESS_OFF', 0],
])('nothing is shown where %s, and that is a fact about the session', async (_, who, more, code, late) => {
  const { refused, facts } = await look(more, who, late);
  expect([refused, facts]).toEqual([code, [['denied-o', REFUSED, { ...subject, sessionId: 'i.s', code }]]]);
});

const waited = async (coverage: Coverage, receipt: object | null = { eventId: 'e' }) => {
  const ground = new Ground(HELD);
  const asked: unknown[] = [];
  const cover = async (...of: readonly unknown[]) => {
    asked.push(of);
    return coverage;
  };
  const first = new ReceiptFirst({ cover }, ground.refusals);
  const waiting = { refusedAs: `keyledger.${REFUSED}.v1`, about: subject, asked: { reason: 'logs' } };
  return {
    ...(await ground.when(() => first.wait(ground.as('ann'), (receipt ?? undefined) as never, waiting))),
    asked,
  };
};

test('a value whose fact is covered within two seconds is shown', async () => {
  expect(await waited('covered')).toEqual({ answer: undefined, facts: [], asked: [['e', 2000]] });
});

test.each<[string, Coverage, object | null, object | undefined]>([
  ['none came in time', 'late', { eventId: 'e' }, { retryAfterSeconds: 1 }],
  ['signing has stopped, so that trying again does not help', 'stopped', { eventId: 'e' }, undefined],
  ['there is no fact to cover', 'covered', null, { retryAfterSeconds: 1 }],
])('nothing is shown where %s, and that is a fact', async (_, coverage, receipt, extra) => {
  const { refused, extra: told, facts } = await waited(coverage, receipt);
  const code = 'RECEIPT_UNAVAILABLE';
  expect([refused, told]).toEqual([code, extra]);
  expect(facts).toEqual([['denied-o', REFUSED, { ...subject, reason: 'logs', code }]]);
});

test.each([
  [{ receiptBeforeDisclosure: true }, true],
  [{ receiptBeforeDisclosure: false }, false],
  [{}, false],
])('an organization says whether values wait: %j', async (settings, wanted) => {
  const made = { organizationId: 'o', name: 'Acme', createdAt: EARLIER };
  const whole = { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false, ...settings };
  const view = viewOf({ 'organization-o': [fact('organization-created', { ...made, settings: whole })] });
  const { refusals } = new Ground({});
  expect(await new ReceiptFirst({ cover: async () => 'late' }, refusals).isWanted(view, 'o')).toBe(wanted);
});
