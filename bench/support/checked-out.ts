import type { NewEvent } from '../../src/kernel/new-event';

export const CHECKED_OUT = 'keyledger.identity-checked-out.v1';

/** About what a checkout writes to the stream of its identity; the log takes no fact that lies anywhere else. */
export const checkedOut = (identityId: string, id: string): NewEvent => ({
  id,
  type: CHECKED_OUT,
  data: {
    identityId,
    identityGroupId: '01a209d4241372ff9065b029b19256ab',
    organizationId: '01a209d4241372ff9065b029b19256ac',
    sessionId: `${identityId}.01a209d4241372ff9065b029b19256ad`,
    userId: '01a209d4241372ff9065b029b19256ae',
    userEmail: 'owner@example.com',
    reason: 'bench',
    durationMinutes: 30,
    breakGlass: false,
    ownerBypass: true,
    evidence: { ownerBypass: true },
    version: 1,
    checkedOutAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-01T00:30:00.000Z',
  },
  metadata: {
    actor: { kind: 'user', userId: '01a209d4241372ff9065b029b19256ae', email: 'owner@example.com' },
    time: '2026-01-01T00:00:00.000Z',
    correlationId: '01a209d4241372ff9065b029b19256af',
    ip: '127.0.0.1',
  },
});
