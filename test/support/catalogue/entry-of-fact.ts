import type { ExportedEntry } from '../../../src/queries/audit/siem/exported-entry';
import type { DomainEvent } from '../../../src/kernel/event';

/** A fact as the audit would tell it. */
export const entryOfFact = ({ type, data }: DomainEvent, more: Partial<ExportedEntry> = {}): ExportedEntry => {
  const said = data as Readonly<Record<string, string | undefined>>;
  const { organizationId, identityGroupId, identityId, sessionId, hostId, reason, code } = said;
  const about = { organizationId, identityGroupId, identityId, sessionId, hostId, reason, code };
  return {
    id: '019b3c2e-7f3a-7d1e-9c5b-2a4f6e8d0c1a',
    position: '000000000001',
    stream: 'identity-019b3c2e7f3a7d1e9c5b2a4f6e8d0c1a',
    type,
    time: '2026-01-31T09:30:00.000Z',
    outcome: type.includes('refused') ? 'refused' : 'success',
    actor: { kind: 'user', userId: 'ann', email: 'ann@example.com' },
    correlationId: 'c',
    ...Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined)),
    data: said,
    ...more,
  };
};
