import { NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import { until } from '../../../test/support/until';
import { NO_STREAM } from '../../kernel/expected-revision';
import { WrongExpectedRevision } from '../../kernel/store-errors';
import { MakeBackup, MakeBackupHandler } from './make-backup';
import { RebuildProjection, RebuildProjectionHandler } from './rebuild-projection';
import { RecordAhead, RecordAheadHandler } from './record-ahead';
import { RecordDamage, RecordDamageHandler } from './record-damage';
import { RecordLogWentBack, RecordLogWentBackHandler } from './record-log-went-back';
import { SettleDamage, SettleDamageHandler } from './settle-damage';
import { SettleOrphan } from './settle-orphan';

const damaged = { damageId: 'd', stream: 'user-u', revision: 2, type: 'keyledger.x.v1', fault: 'torn' };
const lost = { damageId: 'l', stream: 'user-u', revision: 1, fault: 'gone' };
const ahead = { damageId: 'f', stream: 'user-u', revision: 2, until: '2030-01-01T00:00:00.000Z' };
const orphan = {
  lossId: 'o',
  stream: 'identity-i',
  revision: 3,
  orphanId: 'i',
  vaultId: 'v',
  version: 4,
  foundAt: NOW,
};
const STREAMS = peopleOf(
  { owner: { owner: true }, admin: { admin: true } },
  {
    damage: [
      fact('stream-damage-found', { ...damaged, foundAt: NOW }),
      fact('stream-damage-found', { ...lost, foundAt: NOW }),
      fact('stream-ahead-found', { ...ahead, foundAt: NOW }),
    ],
    logLosses: [fact('orphaned-value-found', orphan)],
  },
);

test('owners alone have everything copied: it is told before, and after', async () => {
  const ground = new Ground(STREAMS);
  const made: string[] = [];
  const backups = { make: async (id: string) => (made.push(id), { position: '0009', bytes: 7 }) };
  const handler = new MakeBackupHandler(ground.recording, backups as never, ground.clock);
  const troubles: unknown[] = [];
  const asked = (who: string) =>
    new MakeBackup(ground.as(who, { ids: { next: () => 'x-123456' } }), (error) => troubles.push(error));
  const { answer } = await ground.when(() => handler.execute(asked('owner')));
  const backupId = '20260301T120000000Z-123456';
  expect(answer?.id).toBe(backupId);
  expect(made).toEqual([backupId]);
  await until('the copy', () => ground.told.some(([, noun]) => noun === 'backup-made'));
  expect(await ground.when(() => handler.execute(asked('admin')))).toMatchObject({ refused: 'PERMISSION_DENIED' });
  expect(ground.told).toEqual([
    ['operations', 'backup-requested', { backupId }],
    ['operations', 'backup-made', { backupId, upToPosition: '0009', bytes: 7 }],
    ['denied-account', 'backup-make-refused', { code: 'PERMISSION_DENIED' }],
  ]);
  expect(troubles).toEqual([]);
});

test('a copy that was not made is told, and why to who asked', async () => {
  const ground = new Ground(STREAMS);
  const failure = new Error('disk full');
  const handler = new MakeBackupHandler(
    ground.recording,
    { make: () => Promise.reject(failure) } as never,
    ground.clock,
  );
  const troubles: unknown[] = [];
  await handler.execute(new MakeBackup(ground.as('owner'), (error) => troubles.push(error)));
  await until('the trouble', () => troubles.length > 0);
  expect([troubles, ground.told.map(([, noun]) => noun)]).toEqual([[failure], ['backup-requested', 'backup-failed']]);
});

test.each<[string, string, string | undefined]>([
  ['owner', 'vaults', undefined],
  ['admin', 'vaults', 'PERMISSION_DENIED'],
  ['owner', 'x', 'NOT_FOUND'],
])('%s has the read model %s built anew: %s', async (who, projection, code) => {
  const ground = new Ground(STREAMS);
  const rebuilt: string[] = [];
  const projections = {
    has: (name: string) => name === 'vaults',
    rebuild: async (name: string) => void rebuilt.push(name),
  };
  const handler = new RebuildProjectionHandler(ground.recording, projections as never);
  const happened = await ground.when(() => handler.execute(new RebuildProjection(ground.as(who), projection)));
  const refused: Told = ['denied-account', 'projection-rebuild-refused', { projection, code }];
  const told: Told = ['operations', 'projection-rebuild-requested', { projection }];
  expect([happened.refused, happened.facts]).toEqual([code, [code === undefined ? told : refused]]);
  expect(rebuilt).toEqual(code === undefined ? [projection] : []);
});

test('damage and a clock that was ahead are told once', async () => {
  const ground = new Ground({});
  const damage = new RecordDamageHandler(ground.deciding);
  const future = new RecordAheadHandler(ground.deciding);
  const news: boolean[] = [];
  for (let again = 0; again < 2; again++) {
    news.push(await damage.execute(new RecordDamage(ground.policy(), damaged)));
    news.push(await future.execute(new RecordAhead(ground.policy(), ahead)));
  }
  expect(news).toEqual([true, true, false, false]);
  expect(ground.told).toEqual([
    ['damage', 'stream-damage-found', { ...damaged, foundAt: NOW }],
    ['damage', 'stream-ahead-found', { ...ahead, foundAt: NOW }],
  ]);
});

/** A stream of which revisions 3 and 4 are left. */
const store = {
  scanStream: async () => ({ entries: [3, 4].map((revision) => ({ revision, event: {} })), more: false }),
  readStream: async () => [{ revision: 4 }],
} as never;
const settle = (who: string, damageId: string, more: Streams = {}) => {
  const ground = new Ground({ ...STREAMS, ...more });
  const destroyed: unknown[] = [];
  const material = { destroy: async (...which: unknown[]) => void destroyed.push(which) } as never;
  const orphans = new SettleOrphan(ground.deciding, material);
  const handler = new SettleDamageHandler(ground.deciding, store, ground.reader, orphans);
  const work = ground.when(() => handler.execute(new SettleDamage(ground.as(who), damageId, 'known')));
  return work.then((happened) => ({ ...happened, destroyed }));
};
const by = { reason: 'known', settledBy: 'owner' };

test.each<[string, string, Told]>([
  [
    'what can’t be read',
    'd',
    ['damage', 'stream-damage-settled', { damageId: 'd', stream: 'user-u', revision: 2, ...by }],
  ],
  ['times in the future', 'f', ['damage', 'stream-ahead-settled', { damageId: 'f', stream: 'user-u', upTo: 4, ...by }]],
])('an owner settles %s', async (_, damageId, told) => {
  const { answer, facts } = await settle('owner', damageId);
  expect([answer, facts]).toEqual([{ id: damageId, position: '0001' }, [told]]);
});

test('an owner settles what is lost, and how far', async () => {
  const { facts } = await settle('owner', 'l');
  expect(facts[0]?.[2]).toEqual({ damageId: 'l', stream: 'user-u', revision: 1, lostUpTo: 4, lostBelow: 3, ...by });
});

test('an owner settles a value that no fact names: the fact first, then it is destroyed', async () => {
  const { facts, destroyed, answer } = await settle('owner', 'o');
  const told: Told = ['logLosses', 'orphaned-value-settled', { lossId: 'o', orphanId: 'i', version: 4, ...by }];
  expect([facts, destroyed]).toEqual([[told], [['i', 4]]]);
  expect(answer).toEqual({ id: 'o', position: '0001' });
});

test.each([
  ['admin', 'd', 'PERMISSION_DENIED'],
  ['admin', 'o', 'PERMISSION_DENIED'],
  ['owner', 'x', 'NOT_FOUND'],
])('%s does not settle %s: %s', async (who, damageId, code) => {
  const { refused, facts, destroyed } = await settle(who, damageId);
  const asked = { damageId, reason: 'known', code };
  expect([refused, facts, destroyed]).toEqual([code, [['denied-account', 'stream-damage-settle-refused', asked]], []]);
});

/** A log of its own, that another node may write first. */
const history = (...known: { position: string; revision: number }[]) => {
  const strangers: { revision: number }[] = [];
  const appended: unknown[][] = [];
  let isRaced = false;
  return {
    appended,
    race: () => void (isRaced = true),
    /** What somebody else has written into the same stream. */
    strangers,
    store: {
      readStream: async () => known.slice(-1),
      scanStream: async (_: string, from: number) => ({
        entries: [...known, ...strangers].filter(({ revision }) => revision >= from),
        more: false,
      }),
      append: async (stream: string, expected: number, events: readonly { data: object }[]) => {
        if (isRaced) {
          isRaced = false;
          known.push({ position: '0020', revision: 0 });
          throw new WrongExpectedRevision(stream, expected, 0);
        }
        const last = Math.max(-1, ...[...known, ...strangers].map(({ revision }) => revision));
        if (expected !== last) throw new WrongExpectedRevision(stream, expected, last);
        appended.push([stream, expected, events.map(({ data }) => data)]);
      },
    } as never,
  };
};
const waypoint = (position: string) => ({ position, eventId: `e${position}` });
const wentBack = {
  was: { position: '0015', fact: waypoint('0014'), ladder: [] },
  lastCommon: { position: '0010', fact: waypoint('0009'), ladder: [] },
};
const tell = (log: ReturnType<typeof history>, what: typeof wentBack | object = wentBack) => {
  const ground = new Ground({});
  const handler = new RecordLogWentBackHandler(log.store, ground.clock);
  return handler.execute(new RecordLogWentBack(ground.policy(), 'projections', what as never));
};

test('that the log went back is told once', async () => {
  const log = history();
  const data = {
    critical: true,
    foundBy: 'projections',
    lastCommon: waypoint('0009'),
    lost: { position: '0015', eventId: 'e0014' },
  };
  expect([await tell(log), log.appended]).toEqual([true, [['logHistory', NO_STREAM, [data]]]]);
  const nothing = { was: { position: '0015', ladder: [] }, lastCommon: { position: '', ladder: [] } };
  const other = history({ position: '', revision: 3 });
  expect(await tell(other, nothing)).toBe(true);
  expect(other.appended).toEqual([
    ['logHistory', 3, [{ critical: true, foundBy: 'projections', lost: { position: '0015' } }]],
  ]);
  expect([
    await tell(history({ position: '0011', revision: 0 })),
    await tell(history({ position: '0010', revision: 0 })),
  ]).toEqual([false, true]);
});

test('it is told behind what somebody else has written there, before the first and after the last', async () => {
  for (const known of [[], [{ position: '0005', revision: 0 }]]) {
    const log = history(...known);
    log.strangers.push({ revision: known.length }, { revision: known.length + 1 });
    expect(await tell(log)).toBe(true);
    expect(log.appended.map(([, expected]) => expected)).toEqual([known.length + 1]);
  }
});

test('told by another node at the same moment, it is not told twice', async () => {
  const log = history();
  log.race();
  expect([await tell(log), log.appended]).toEqual([false, []]);
});
