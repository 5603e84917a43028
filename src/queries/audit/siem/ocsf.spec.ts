import { entryOfFact } from '../../../../test/support/catalogue/entry-of-fact';
import { newestFacts } from '../../../../test/support/catalogue/golden-facts';
import type { ExportedEntry } from './exported-entry';
import { CLASSES } from './ocsf-classes';
import { ocsfEvent } from './ocsf';

type Json = Readonly<Record<string, unknown>>;

/*
 * What the published schema (github.com/ocsf/ocsf-schema) requires: of every event, of each class, and where one of several
 * members is enough. `privileges` of a user's access is required by releases before 1.9, for which events are told too.
 */
const OF_EVERY = ['activity_id', 'category_uid', 'class_uid', 'metadata', 'severity_id', 'time', 'type_uid'];
const OF_CLASS: Readonly<Record<number, readonly string[]>> = {
  3001: ['user'],
  3003: ['user'],
  3004: ['entity'],
  3005: ['user', 'privileges'],
  3006: ['group'],
  6003: ['actor', 'api', 'src_endpoint'],
  6005: ['actor', 'src_endpoint'],
};
const ONE_OF: Readonly<Record<number, readonly string[]>> = {
  3003: ['privileges', 'groups', 'iam_roles'],
  6005: ['database', 'databucket', 'table'],
};
const ONE_OF_OBJECT: Readonly<Record<string, readonly string[]>> = {
  user: ['account', 'name', 'uid'],
  group: ['name', 'uid'],
  entity: ['name', 'uid'],
  actor: ['user', 'app_name'],
  src_endpoint: ['ip', 'svc_name'],
  dst_endpoint: ['uid', 'name'],
  databucket: ['name', 'uid'],
};

const members = (value: unknown): Json => (value ?? {}) as Json;

/** What of the schema an event does not keep to. */
const complaints = (event: Json): readonly string[] => {
  const uid = event['class_uid'] as number;
  const required = [...OF_EVERY, ...(OF_CLASS[uid] ?? ['a class there is'])];
  const missing = required.filter((name) => event[name] === undefined);
  const needed = ONE_OF[uid];
  const none =
    needed !== undefined && needed.every((name) => event[name] === undefined) ? [`one of ${needed.join()}`] : [];
  const empty = Object.entries(ONE_OF_OBJECT).flatMap(([name, some]) =>
    event[name] !== undefined && some.every((each) => members(event[name])[each] === undefined)
      ? [`${name} says nothing`]
      : [],
  );
  const { product, version } = members(event['metadata']);
  const told = [members(product)['name'], members(product)['vendor_name'], version].every(
    (each) => typeof each === 'string',
  );
  const sums =
    event['type_uid'] === uid * 100 + (event['activity_id'] as number) &&
    Math.floor(uid / 1000) === event['category_uid'];
  return [...missing, ...none, ...empty, ...(told ? [] : ['product']), ...(sums ? [] : ['type_uid'])];
};

const noNulls = (value: unknown): boolean =>
  value !== null && value !== undefined && (typeof value !== 'object' || Object.values(value).every(noNulls));

const refusedOnes = (): readonly ExportedEntry[] =>
  ['identity-check-out', 'identity-reveal', 'grant-give', 'rotation-request', 'vault-delete'].map((act) =>
    entryOfFact(
      { type: `keyledger.${act}-refused.v1`, data: { organizationId: 'o', code: 'PERMISSION_DENIED', detail: 'x' } },
      { actor: { kind: 'policy', name: 'some-policy' } },
    ),
  );

test('every kind of fact there is makes an event that has what the schema requires, without a null', () => {
  const entries = [...newestFacts().map((fact) => entryOfFact(fact)), ...refusedOnes()];
  expect(entries.length).toBeGreaterThan(150);
  const wrong = entries.flatMap((entry) => {
    const event = ocsfEvent(entry);
    const found = [...complaints(event), ...(noNulls(event) ? [] : ['null'])];
    return found.length === 0 ? [] : [[entry.type, found]];
  });
  expect(wrong).toEqual([]);
});

test('each activity that is named has a name', () => {
  for (const fact of newestFacts()) {
    const {
      class_uid: uid,
      activity_id: id,
      activity_name: name,
    } = ocsfEvent(entryOfFact(fact)) as Json & { class_uid: keyof typeof CLASSES };
    expect([fact.type, id, name]).toEqual([fact.type, id, CLASSES[uid].activities[id as number] ?? expect.any(String)]);
    expect(typeof name).toBe('string');
  }
});

const seen = (type: string, data: object, more: Partial<ExportedEntry> = {}) => {
  const fact = { type: `keyledger.${type}.v1`, data: { organizationId: 'o', ...data } };
  const { type_uid: uid, severity_id: severity, status } = ocsfEvent(entryOfFact(fact, more));
  return [uid, severity, status];
};

test.each<[string, object, Partial<ExportedEntry>, number, number, string]>([
  ['identity-checked-out', { sessionId: 's' }, {}, 300_301, 3, 'Success'],
  ['identity-checked-out', { sessionId: 's' }, { breakGlass: true }, 300_301, 5, 'Success'],
  ['identity-check-out-refused', { code: 'ALREADY_CHECKED_OUT' }, {}, 300_301, 2, 'Failure'],
  ['identity-break-glass-refused', { code: 'BREAK_GLASS_RATE_LIMITED' }, {}, 300_301, 4, 'Failure'],
  ['identity-checked-in', { endedBy: 'expiry' }, {}, 300_399, 1, 'Success'],
  ['identity-checked-in', { endedBy: 'force' }, {}, 300_399, 3, 'Success'],
  ['identity-revealed', {}, {}, 600_302, 3, 'Success'],
  ['identity-revealed', {}, { outcome: 'refused', code: 'RECEIPT_UNAVAILABLE' }, 600_302, 3, 'Failure'],
  ['grant-given', { principalType: 'user', principalId: 'p', level: 'checkout' }, {}, 300_501, 3, 'Success'],
  ['grant-given', { principalType: 'group', principalId: 'p', level: 'checkout' }, {}, 300_601, 3, 'Success'],
  ['grant-revoked', { principalType: 'user', principalId: 'p' }, {}, 300_502, 3, 'Success'],
  ['idp-group-member-added', { idpGroupId: 'g', idpUserId: 'p' }, {}, 300_603, 3, 'Success'],
  ['rotation-failed', {}, {}, 300_104, 4, 'Success'],
  ['material-upgraded', {}, {}, 600_509, 1, 'Success'],
  ['support-access-enabled', {}, {}, 300_408, 4, 'Success'],
  ['support-access-emergency-disabled', {}, {}, 300_409, 4, 'Success'],
  ['vault-created', {}, {}, 300_401, 1, 'Success'],
  ['vault-changed', {}, {}, 300_403, 1, 'Success'],
  ['vault-deleted', {}, {}, 300_404, 1, 'Success'],
])('%s with %j is told as it is listed', (type, data, more, uid, severity, status) => {
  expect(seen(type, data, more)).toEqual([uid, severity, status]);
});

test('broken glass is an alert, and says where it is proved', () => {
  const leaf = { log: 1, index: 41, hash: 'aGFzaA==' };
  const fact = {
    type: 'keyledger.identity-checked-out.v1',
    data: { sessionId: 's', expiresAt: '2026-01-31T10:30:00.000Z' },
  };
  expect(
    ocsfEvent(entryOfFact(fact, { breakGlass: true, leaf, reason: 'the shop is down', ip: '192.0.2.1' })),
  ).toMatchObject({
    is_alert: true,
    status_detail: 'the shop is down',
    src_endpoint: { ip: '192.0.2.1' },
    session: { uid: 's', expiration_time: Date.parse('2026-01-31T10:30:00.000Z') },
    metadata: { sequence: 41, profiles: ['security_control'], version: '1.8.0' },
    unmapped: { tlog: { log: 1, index: 41, leafHash: 'aGFzaA==' } },
  });
});
