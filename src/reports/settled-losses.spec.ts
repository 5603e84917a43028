import { checkout, grant, PLACE, TOWN } from '../../test/support/reports/sample-log';
import { minute, told, type ToldFact } from '../../test/support/reports/facts-of-log';
import { madeReport } from '../../test/support/reports/made-report';
import { accessChanges } from './access-changes';
import { accessHeld } from './access-held';
import { brokenGlass } from './broken-glass';
import { checkoutRegister } from './checkout-register';
import { conflictingRights } from './conflicting-rights';
import type { Report } from './report';
import type { RunOptions } from './report-run';
import { supportWindows } from './support-windows';

/** A stream that lost facts, once an owner has settled that: no right rests on what is gone, and a row says what it rests on. */
const GIVEN = [...TOWN, grant('g1'), grant('g2', { principalType: 'group', principalId: 'g' })];
const found = (stream: string, revision = 2): ToldFact =>
  told('damage', 'stream-damage-found', { damageId: 'd', stream, revision, fault: 'gone', foundAt: 't' });
const settled = (stream: string, lost: object = { lostUpTo: 9 }): ToldFact =>
  told('damage', 'stream-damage-settled', {
    damageId: 'd',
    stream,
    revision: 2,
    reason: 'cut off',
    settledBy: 'olga',
    ...lost,
  });
const rowsOf = async (report: Report, log: readonly ToldFact[], options?: RunOptions) =>
  (await madeReport(report, log, options)).told;
const short = (rows: Awaited<ReturnType<typeof rowsOf>>) =>
  rows.map((row) => [row['principal'], row['can'], row['obstacle'], row['incomplete']]);
const [ANN, BOB, OLGA] = ['ann@example.com', 'bob@example.com', 'olga@example.com'];
const [CAN, NOT] = ['checkout', 'nothing'];

test('where nothing was lost no row says so', async () => {
  expect(short(await rowsOf(accessHeld, GIVEN))).toEqual([
    [ANN, CAN, undefined, undefined],
    [BOB, CAN, undefined, undefined],
    [OLGA, CAN, undefined, undefined],
  ]);
});

test.each<[string, readonly (readonly [unknown, string, string | undefined, boolean])[]]>([
  [
    'user-ann',
    [
      [ANN, NOT, 'USER_INACTIVE', true],
      [BOB, CAN, undefined, false],
      [OLGA, CAN, undefined, false],
    ],
  ],
  [
    'directory-p-ann',
    [
      [ANN, NOT, 'IDP_USER_INACTIVE', true],
      [BOB, CAN, undefined, false],
      [OLGA, CAN, undefined, false],
    ],
  ],
  [
    'directoryGroup-g',
    [
      [ANN, CAN, undefined, false],
      [OLGA, CAN, undefined, false],
    ],
  ],
  ['vaultAccess-v', [[OLGA, CAN, undefined, true]]],
  [
    'vault-v',
    [
      [ANN, CAN, undefined, true],
      [BOB, CAN, undefined, true],
      [OLGA, CAN, undefined, true],
    ],
  ],
  [
    'identity-db',
    [
      [ANN, CAN, undefined, true],
      [BOB, CAN, undefined, true],
      [OLGA, CAN, undefined, true],
    ],
  ],
  [
    'account',
    [
      [ANN, NOT, 'PERMISSION_DENIED', true],
      [BOB, NOT, 'PERMISSION_DENIED', true],
    ],
  ],
])('%s: who has access still, and which rows rest on what is left of it', async (stream, expected) => {
  const rows = short(await rowsOf(accessHeld, [...GIVEN, found(stream), settled(stream)]));
  expect(rows).toEqual(expected.map(([who, can, why, rests]) => [who, can, why, rests ? [stream] : undefined]));
});

test('of which nothing is left it gives nothing, and what is written anew counts', async () => {
  const lost = [...GIVEN, settled('vaultAccess-v', { lostUpTo: -1 })];
  expect(short(await rowsOf(accessHeld, lost))).toEqual([[OLGA, CAN, undefined, ['vaultAccess-v']]]);
  expect(short(await rowsOf(accessHeld, [...lost, grant('g9')]))).toEqual([
    [ANN, CAN, undefined, ['vaultAccess-v']],
    [OLGA, CAN, undefined, ['vaultAccess-v']],
  ]);
});

test('what is passed over alone takes no right; its rows rest on less than there was all the same', async () => {
  const rows = short(await rowsOf(accessHeld, [...GIVEN, settled('vaultAccess-v', {})]));
  expect(rows.map(([who, can, , rests]) => [who, can, rests])).toEqual([
    [ANN, CAN, ['vaultAccess-v']],
    [BOB, CAN, ['vaultAccess-v']],
    [OLGA, CAN, ['vaultAccess-v']],
  ]);
});

test('that a loss took access is a change of access, told with who answers for it', async () => {
  const log = [...GIVEN, { ...settled('vaultAccess-v'), by: 'olga' }];
  const row = (await rowsOf(accessChanges, log)).at(-1);
  expect(row).toMatchObject({
    change: 'stream-damage-settled',
    ...PLACE,
    subjectType: 'vaultAccess',
    subjectId: 'v',
    reason: 'cut off',
    actor: OLGA,
    leaves: [GIVEN.length],
    incomplete: ['vaultAccess-v'],
  });
  const changes = async (stream: string, lost?: object) =>
    (await rowsOf(accessChanges, [...GIVEN, settled(stream, lost)])).length -
    (await rowsOf(accessChanges, GIVEN)).length;
  expect([await changes('user-ann'), await changes('identity-db'), await changes('user-ann', {})]).toEqual([1, 0, 0]);
});

test.each([checkoutRegister, brokenGlass])('$id: a session that was open is over with the settling', async (report) => {
  const open = checkout('s1', 'ann', { breakGlass: true });
  const log = [...GIVEN, open, found('identity-db'), settled('identity-db')];
  const ended = { endedBy: 'force', endedAt: minute(GIVEN.length + 2), incomplete: ['identity-db'] };
  expect(await rowsOf(report, log)).toMatchObject([ended]);
  expect((await rowsOf(report, [...GIVEN, open, settled('identity-x')]))[0]).not.toHaveProperty('endedAt');
});

test('support that was let in is let in no more', async () => {
  const window = {
    organizationId: 'o',
    windowId: 'w',
    reason: 'ticket',
    enabledBy: 'olga',
    enabledAt: 't',
    expiresAt: 't',
  };
  const log = [...GIVEN, told('supportAccess', 'support-access-enabled', window), settled('supportAccess')];
  expect(await rowsOf(supportWindows, log)).toMatchObject([{ endedHow: 'lost', incomplete: ['supportAccess'] }]);
});

test('nobody holds conflicting rights by what the account lost', async () => {
  expect(await rowsOf(conflictingRights, GIVEN)).not.toEqual([]);
  expect(await rowsOf(conflictingRights, [...GIVEN, settled('account')])).toEqual([]);
});

describe('of a moment before the loss was found', () => {
  const log = [...GIVEN, grant('g3', { principalId: 'p-mia' }), found('vaultAccess-v', 3)];
  const rest = async (asOf: string) =>
    (await rowsOf(accessHeld, log, { asOf })).map(({ incomplete }) => incomplete !== undefined);

  test('rows that what is lost may have changed say so', async () => {
    expect(await rest(minute(GIVEN.length))).toEqual([true, true, true, true]);
  });

  test('others do not: of what lies before it all is there', async () => {
    expect(await rest(minute(GIVEN.length - 2))).toEqual([false, false]);
  });

  test('the header counts the streams, and of none where none lacks anything yet', async () => {
    const { damagedStreams } = await madeReport(accessHeld, log);
    const before = await madeReport(accessHeld, log, { asOf: minute(GIVEN.length - 2) });
    expect([damagedStreams, before.damagedStreams]).toEqual([1, 0]);
  });
});
