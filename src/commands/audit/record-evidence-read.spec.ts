import { ASKING } from '../../../test/support/streams/bulk-people';
import { Ground } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { StoreUnavailable } from '../../kernel/store-errors';
import { AuditReads } from './audit-reads';
import { RecordEvidenceRead, RecordEvidenceReadHandler } from './record-evidence-read';
import { RecordReportRead, RecordReportReadHandler } from '../reports/record-report-read';

/** What is handed out of the log, as leaves or as a report, is a fact before anything is shown. */
const AUDITING = peopleOf({ auditor: { everywhere: ['pam_audit.read'] }, local: { here: ['pam_audit.read'] } });
const GIVEN = { ...ASKING, ...AUDITING, account: [...(ASKING['account'] ?? []), ...(AUDITING['account'] ?? [])] };
const LEAVES = { first: 0, count: 256 };
const REPORT = { report: 'break-glass', format: 'csv' } as const;

const COMMANDS = {
  evidence: (ground: Ground, who: string, organizationId?: string) => {
    const place = organizationId === undefined ? {} : { organizationId };
    const handler = new RecordEvidenceReadHandler(ground.recording, new AuditReads(ground.recording));
    return handler.execute(new RecordEvidenceRead(ground.as(who), { ...LEAVES, ...place }));
  },
  report: async (ground: Ground, who: string, organizationId?: string) => {
    const handler = new RecordReportReadHandler(ground.recording, new AuditReads(ground.recording));
    return (await handler.execute(new RecordReportRead(ground.as(who), REPORT, organizationId))).position;
  },
};
type Kind = keyof typeof COMMANDS;
const look = (ground: Ground, kind: Kind, who: string, organizationId?: string) =>
  ground.when(() => COMMANDS[kind](ground, who, organizationId));

test.each<[Kind, string, string | undefined, readonly string[]]>([
  ['evidence', 'auditor', undefined, ['account']],
  ['evidence', 'auditor', 'p', ['p']],
  ['evidence', 'local', 'o', ['o']],
  ['evidence', 'owner', undefined, ['account']],
  ['report', 'auditor', undefined, ['account']],
  ['report', 'auditor', 'p', ['p']],
  ['report', 'local', undefined, ['o']],
  ['report', 'manager', undefined, ['o']],
  ['report', 'both', undefined, ['o', 'p']],
  ['report', 'both', 'p', ['p']],
])('%s: %s may look into %s, and that is told where it belongs', async (kind, who, organizationId, places) => {
  const { answer, facts } = await look(new Ground(GIVEN), kind, who, organizationId);
  const told = kind === 'evidence' ? LEAVES : REPORT;
  expect(facts).toEqual(
    places.map((place) => [
      `auditRead-${place}`,
      `${kind}-read`,
      { ...told, ...(place === 'account' ? {} : { organizationId: place }) },
    ]),
  );
  expect(answer).toBe(`000${places.length}`);
});

test.each<[Kind, string, string | undefined, string, string | undefined]>([
  ['evidence', 'local', undefined, 'PERMISSION_DENIED', 'denied-account'],
  ['evidence', 'manager', 'o', 'PERMISSION_DENIED', 'denied-o'],
  ['evidence', 'local', 'p', 'NOT_FOUND', 'denied-p'],
  ['evidence', 'support', undefined, 'SUPPORT_ACCESS_OFF', 'denied-account'],
  ['report', 'viewer', undefined, 'PERMISSION_DENIED', 'denied-account'],
  ['report', 'nobody', undefined, 'PERMISSION_DENIED', 'denied-account'],
  ['report', 'viewer', 'o', 'PERMISSION_DENIED', 'denied-o'],
  ['report', 'manager', 'p', 'NOT_FOUND', 'denied-p'],
  ['report', 'support', 'p', 'SUPPORT_ACCESS_OFF', 'denied-p'],
  ['report', 'auditor', 'none', 'NOT_FOUND', undefined],
])('%s: %s may not look into %s: %s', async (kind, who, organizationId, code, stream) => {
  const { refused, extra, facts } = await look(new Ground(GIVEN), kind, who, organizationId);
  expect([refused, extra]).toEqual([code, code === 'PERMISSION_DENIED' ? { permission: 'pam_audit.read' } : undefined]);
  expect(facts.map(([where, noun]) => [where, noun])).toEqual(
    stream === undefined ? [] : [[stream, `${kind}-read-refused`]],
  );
});

test('a refused report says which one was asked for', async () => {
  const { facts } = await look(new Ground(GIVEN), 'report', 'viewer', 'o');
  expect(facts).toMatchObject([['denied-o', 'report-read-refused', { ...REPORT, organizationId: 'o' }]]);
});

test.each<[Kind]>([['evidence'], ['report']])('%s: what can’t be told is not shown', async (kind) => {
  const ground = new Ground(GIVEN);
  ground.justBefore(`${kind}-read`, () => {
    throw new StoreUnavailable('the disk is full');
  });
  await expect(look(ground, kind, 'auditor')).rejects.toThrow(StoreUnavailable);
});
