import { identityMade, organizationWith, StoredValues } from '../../../test/support/stored-values';
import { NOW } from '../../../test/support/streams/a-vault';
import { fact } from '../../../test/support/streams/ground-of';
import type { Streams } from '../../../test/support/streams/view-of';
import type { DomainEvent } from '../../kernel/event';
import type { EventStore } from '../../kernel/event-store';
import type { MaterialStore } from '../../kernel/material-store';
import { plusDays } from '../../kernel/time';
import { SweepMaterial, SweepMaterialHandler } from './sweep-material';
import { withMethods } from '../../../test/support/with-methods';

/** A page of old values is gone through: what no fact needs goes, and whatever might be needed stays. */
let values: StoredValues;
afterEach(() => values.close());
const open = (streams: Streams = {}) => {
  values = new StoredValues({ ...organizationWith(1), ...streams });
};
/** A log that lost nothing. */
const WHOLE = { scanStream: async () => ({ entries: [], more: false }) } as unknown as EventStore;
const OLD = Date.parse(plusDays(NOW, -8));
const subject = { organizationId: 'o', identityGroupId: 'v', identityId: 'i' };
const reader = (settled: readonly string[]) => {
  const { ground } = values;
  const fresh = async () => {
    const view = await ground.reader.fresh();
    const load: typeof view.load = async (fold, id) => {
      const loaded = await view.load(fold, id);
      return settled.includes(loaded.stream) ? { ...loaded, settled: true } : loaded;
    };
    return { ...view, load };
  };
  return withMethods(ground.reader, { fresh } as Partial<typeof ground.reader>);
};
const sweep = async (
  store: Partial<MaterialStore> = {},
  settled: readonly string[] = [],
  after?: SweepMaterial['after'],
) => {
  const { ground } = values;
  const handler = new SweepMaterialHandler(
    ground.deciding,
    values.instead(store),
    reader(settled),
    ground.clock,
    WHOLE,
  );
  const { answer, facts } = await ground.when(() => handler.execute(new SweepMaterial(ground.policy(), after)));
  return {
    ...answer,
    facts: facts.map(([stream, noun, data]) => `${stream} ${noun} ${(data as { version?: number }).version}`),
  };
};
const put = (version: number, storedAt = OLD, identityId = 'i') => values.put(identityId, version, 'x', { storedAt });
const left = () => values.store.versions('i');
/** A fact that stands since that time. */
const since = (event: DomainEvent, time: string) => ({ ...event, metadata: { time } }) as DomainEvent;
const wentBack = (time: string): Streams => ({
  logHistory: [since(fact('log-went-back', { foundAt: time }), time)],
});
const orphan = { lossId: 'l', orphanId: 'i', version: 1 };
const found = fact('orphaned-value-found', {
  ...orphan,
  stream: 'identity-i',
  revision: 1,
  vaultId: 'v',
  foundAt: NOW,
});
const settledOrphan = fact('orphaned-value-settled', { ...orphan, reason: 'dead', settledBy: 'owner' });
const replaced = (version: number) =>
  fact('identity-credential-replaced', {
    ...subject,
    version,
    replacedVersion: version - 1,
    replacedBy: 'x',
    replacedAt: plusDays(NOW, -9),
  });

test.each<[string, Streams, number, readonly number[], readonly string[]]>([
  ['in force stays', identityMade('i'), OLD, [1], []],
  [
    'no fact ever named: it goes, and that is told first',
    identityMade('i', undefined, replaced(5)),
    OLD,
    [],
    ['identity-i credential-version-retired 2'],
  ],
  [
    'no fact ever named, stored within the week, is on its way to its fact',
    identityMade('i', undefined, replaced(5)),
    Date.parse(plusDays(NOW, -6)),
    [2],
    [],
  ],
  [
    'of an identity that was destroyed goes with all that is left of it',
    identityMade('i', undefined, fact('identity-destroyed', subject)),
    OLD,
    [],
    [],
  ],
  ['of an identity that never was goes', {}, OLD, [], []],
  [
    'stored before the log was put back may be on a host: it stays',
    { ...identityMade('i', undefined, replaced(5)), ...wentBack(NOW) },
    OLD,
    [2],
    [],
  ],
  [
    'stored after the log was put back goes',
    { ...identityMade('i', undefined, replaced(5)), ...wentBack(plusDays(NOW, -9)) },
    OLD,
    [],
    ['identity-i credential-version-retired 2'],
  ],
])('a value %s', async (_, streams, storedAt, versions, facts) => {
  open(streams);
  const version = versions[0] ?? 2;
  await put(version, storedAt);
  expect(await sweep()).toEqual({ troubles: [], facts });
  expect(await left()).toEqual(versions);
});

test('one that an owner has declared dead goes, though it was stored before the log was put back', async () => {
  const streams = { ...identityMade('i', undefined, replaced(5)), ...wentBack(NOW) };
  open({
    ...streams,
    logLosses: [
      { ...found, data: { ...found.data, version: 2 } },
      { ...settledOrphan, data: { ...settledOrphan.data, version: 2 } },
    ],
  });
  await put(2);
  expect((await sweep()).facts).toEqual(['identity-i credential-version-retired 2']);
  values.close();
  open({ ...streams, logLosses: [{ ...found, data: { ...found.data, version: 2 } }] });
  await put(2);
  expect((await sweep()).facts).toEqual([]);
});

test('nothing goes of an identity whose loss was settled: what pointed to it may be among what is lost', async () => {
  open(identityMade('i', undefined, replaced(5)));
  await put(2);
  expect(await sweep({}, ['identity-i'])).toEqual({ troubles: [], facts: [] });
  expect(await left()).toEqual([2]);
});

test('an identity that its vault has and that has no stream is trouble, and holds up no other', async () => {
  open({ 'vaultMembers-v': [fact('vault-member-reserved', subject)] });
  await put(1);
  await put(1, OLD, 'j');
  const { troubles } = await sweep();
  expect(troubles).toMatchObject([{ address: { identityId: 'i', version: 1 }, error: { name: 'StreamUnreadable' } }]);
  expect([await left(), await values.store.versions('j')]).toEqual([[1], []]);
});

test('keys that came to be anew of a vault whose keys were destroyed go as well; those of others stay', async () => {
  const gone = fact('vault-keys-destroyed', { organizationId: 'o', identityGroupId: 'v' });
  const vault = fact('vault-created', { organizationId: 'o', identityGroupId: 'v', name: 'Servers', createdAt: NOW });
  open({ 'vault-v': [vault] });
  await put(1);
  await sweep();
  expect(await values.store.vaultKeys('v')).toBeDefined();
  values.close();
  open({ 'vault-v': [vault, gone] });
  await put(1);
  await sweep();
  expect(await values.store.vaultKeys('v')).toBeUndefined();
});

test('page by page: a full one says where the next begins', async () => {
  open();
  const page = (size: number) =>
    Array.from({ length: size }, (_, n) => ({ organizationId: 'o', vaultId: 'v', identityId: `i${n}`, version: 1 }));
  const asked: object[] = [];
  const scan = (size: number): Partial<MaterialStore> => ({
    scan: async (options) => {
      asked.push(options);
      return page(size);
    },
  });
  expect((await sweep(scan(200))).next).toEqual({ identityId: 'i199', version: 1 });
  expect(await sweep(scan(199), [], { identityId: 'i199', version: 1 })).not.toHaveProperty('next');
  const storedBefore = Date.parse(plusDays(NOW, -7));
  expect(asked).toEqual([
    { storedBefore, limit: 200 },
    { storedBefore, limit: 200, after: { identityId: 'i199', version: 1 } },
  ]);
});
