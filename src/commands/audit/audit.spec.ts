import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import type { DomainEvent } from '../../kernel/event';
import { AuditReads } from './audit-reads';
import { RecordAuditRead, RecordAuditReadHandler, type AuditReadKind } from './record-audit-read';
import { RecordStreamReplay, RecordStreamReplayHandler } from './record-stream-replay';

const STREAMS = peopleOf(
  {
    owner: { owner: true },
    auditor: { everywhere: ['pam_audit.read'] },
    local: { here: ['pam_audit.read'] },
    viewer: { here: ['pam_vaults.view'] },
    stranger: {},
  },
  {
    ...PLACES,
    'organization-gone': [
      fact('organization-created', {
        organizationId: 'gone',
        name: 'G',
        settings: {},
        createdAt: '2026-01-01T00:00:00.000Z',
      }),
      fact('organization-deleted', { organizationId: 'gone' }),
    ],
  },
);
const question = { order: 'desc', actor: 'ann' };
const PAGE: AuditReadKind = { as: 'page' };
const EXPORT: AuditReadKind = { as: 'export', format: 'csv' };

const look = (who: string, organizationId: string | undefined, looking: AuditReadKind) => {
  const ground = new Ground(STREAMS);
  const handler = new RecordAuditReadHandler(ground.recording, new AuditReads(ground.recording));
  return ground.when(() => handler.execute(new RecordAuditRead(ground.as(who), organizationId, question, looking)));
};
const both = peopleOf({ both: { here: ['pam_audit.read'] } });

test.each<[string, string, string | undefined, AuditReadKind, Told]>([
  ['an auditor at all', 'auditor', undefined, PAGE, ['auditRead-account', 'audit-read', { filter: question }]],
  ['an auditor at one', 'auditor', 'p', PAGE, ['auditRead-p', 'audit-read', { organizationId: 'p', filter: question }]],
  [
    'one of one at the own',
    'local',
    'o',
    PAGE,
    ['auditRead-o', 'audit-read', { organizationId: 'o', filter: question }],
  ],
  [
    'one of one at all that is allowed',
    'local',
    undefined,
    PAGE,
    ['auditRead-o', 'audit-read', { organizationId: 'o', filter: question }],
  ],
  [
    'at what is deleted',
    'owner',
    'gone',
    PAGE,
    ['auditRead-gone', 'audit-read', { organizationId: 'gone', filter: question }],
  ],
  [
    'an export',
    'auditor',
    undefined,
    EXPORT,
    ['auditRead-account', 'audit-exported', { filter: question, format: 'csv' }],
  ],
  [
    'an export of one',
    'local',
    'o',
    EXPORT,
    ['auditRead-o', 'audit-exported', { organizationId: 'o', filter: question, format: 'csv' }],
  ],
])('a look into the audit is a fact: %s', async (_, who, organizationId, looking, told) => {
  expect(await look(who, organizationId, looking)).toEqual({ answer: '0001', facts: [told] });
});

test('who audits several is told of in each, and answered the last place', async () => {
  const roles = [
    { roleId: 'both-o', organizationId: 'o' },
    { roleId: 'both-o', organizationId: 'p' },
  ];
  const ground = new Ground({
    ...both,
    ...PLACES,
    'user-both': [...(both['user-both'] ?? []), fact('user-roles-assigned', { userId: 'both', roles })],
  });
  const handler = new RecordAuditReadHandler(ground.recording, new AuditReads(ground.recording));
  const { answer, facts } = await ground.when(() =>
    handler.execute(new RecordAuditRead(ground.as('both'), undefined, question, PAGE)),
  );
  expect([answer, facts.map(([stream]) => stream)]).toEqual(['0002', ['auditRead-o', 'auditRead-p']]);
});

test.each<[string, string | undefined, AuditReadKind, string, readonly string[]]>([
  ['viewer', undefined, PAGE, 'PERMISSION_DENIED', ['denied-account', 'audit-read-refused']],
  ['nobody', undefined, PAGE, 'PERMISSION_DENIED', ['denied-account', 'audit-read-refused']],
  ['viewer', 'o', EXPORT, 'PERMISSION_DENIED', ['denied-o', 'audit-export-refused']],
  ['local', 'p', PAGE, 'NOT_FOUND', ['denied-p', 'audit-read-refused']],
  ['auditor', 'x', PAGE, 'NOT_FOUND', []],
])('%s may not look into the audit of %s: %#', async (who, organizationId, looking, code, told) => {
  const { refused, facts } = await look(who, organizationId, looking);
  expect([refused, facts.flatMap(([stream, noun]) => [stream, noun])]).toEqual([code, told]);
  const about = organizationId === undefined ? {} : { organizationId };
  expect(facts.map(([, , data]) => data)).toEqual(told.length === 0 ? [] : [{ ...about, filter: question, code }]);
});

const replay = (who: string, stream: string, facts: readonly DomainEvent[]) => {
  const ground = new Ground(STREAMS);
  const page = async (...asked: readonly unknown[]) => {
    expect(asked).toEqual([stream, 0, 1, 'forwards']);
    return facts.slice(0, 1);
  };
  const handler = new RecordStreamReplayHandler(ground.recording, new AuditReads(ground.recording), { page } as never);
  return ground.when(() => handler.execute(new RecordStreamReplay(ground.as(who), stream, 5)));
};
const here = [fact('host-renamed', { organizationId: 'o' })];
const whole = [fact('role-deleted', { roleId: 'r' })];

test('a replay is a fact, where the stream belongs', async () => {
  const asked = { fromRevision: 5 };
  const local = { organizationId: 'o', stream: 'host-h', ...asked };
  expect(await replay('local', 'host-h', here)).toEqual({
    answer: '0001',
    facts: [['auditRead-o', 'stream-replayed', local]],
  });
  const told: Told = ['auditRead-account', 'stream-replayed', { stream: 'account', ...asked }];
  expect((await replay('auditor', 'account', whole)).facts).toEqual([told]);
});

test.each<[string, string, readonly DomainEvent[], string, readonly Told[]]>([
  [
    'viewer',
    'host-h',
    here,
    'PERMISSION_DENIED',
    [['denied-o', 'stream-replay-refused', { organizationId: 'o', stream: 'host-h', code: 'PERMISSION_DENIED' }]],
  ],
  [
    'local',
    'account',
    whole,
    'NOT_FOUND',
    [['denied-account', 'stream-replay-refused', { stream: 'account', code: 'NOT_FOUND' }]],
  ],
  ['auditor', 'host-x', [], 'NOT_FOUND', []],
])('%s may not replay %s', async (who, stream, facts, code, told) => {
  expect(await replay(who, stream, facts)).toMatchObject({ refused: code, facts: told });
});
