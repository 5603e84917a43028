import { entryOfFact } from '../../../../test/support/catalogue/entry-of-fact';
import { newestFacts } from '../../../../test/support/catalogue/golden-facts';
import { schemaComplaints } from '../../../../test/support/catalogue/ocsf-schema';
import { ocsfEvent } from './ocsf';
import { ocsfOfCheckpoint, toldCheckpoint } from './told-checkpoint';

const leaf = { log: 1, index: 41, hash: 'aGFzaA==' };
const FULL = {
  leaf,
  ip: '192.0.2.1',
  userAgent: 'curl/8',
  reason: 'month end',
  causationId: 'c0',
  organizationName: 'Org',
  identityGroupName: 'Vault',
  identityName: 'root',
  hostName: 'db1',
  userEmail: 'ann@example.com',
  principalName: 'DBA',
};

test('every kind of fact there is keeps to the published schema, whatever is known of it', () => {
  const wrong = newestFacts().flatMap((fact) =>
    [{}, FULL, { ...FULL, breakGlass: true }, { actor: { kind: 'policy', name: 'p' } as const }].flatMap((more) =>
      schemaComplaints(ocsfEvent(entryOfFact(fact, more))).map((complaint) => `${fact.type} ${complaint}`),
    ),
  );
  expect([...new Set(wrong)]).toEqual([]);
});

test('so does a checkpoint', () => {
  const told = toldCheckpoint('keyledger/l\n42\ncm9vdA==\n\n— keyledger/l c2ln\n', '2026-01-31T09:30:00.000Z');
  expect(told).toMatchObject({ origin: 'keyledger/l', size: 42, root: 'cm9vdA==' });
  expect(schemaComplaints(ocsfOfCheckpoint(told))).toEqual([]);
});

test.each([
  ['a member that the class does not have', { invented: 1 }],
  ['a value that an enumeration does not have', { severity_id: 7 }],
  ['a time that is text', { time: '2026-01-31T09:30:00.000Z' }],
  ['an empty user', { user: {} }],
  ['another class', { class_uid: 9999 }],
])('the judge finds %s', (_, wrong) => {
  const event = ocsfEvent(entryOfFact({ type: 'keyledger.identity-checked-out.v1', data: {} }));
  expect(schemaComplaints(event)).toEqual([]);
  expect(schemaComplaints({ ...event, ...wrong })).toHaveLength(1);
});
