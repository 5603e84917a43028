import type { IdentityHostDocument, IdentityDocument, WorkOnHost } from '../../projections/identities/document';
import type { HostAtHand } from '../../src/queries/identities/host-at-hand';
import type { Knowledge } from '../../src/queries/identities/knowledge';

export const NOW = '2026-03-01T10:00:00.000Z';
const since = '2026-03-01T09:30:00.000Z';
const provenAt = '2026-02-28T08:15:00.000Z';

/** The served version is 2; of an account that is to be taken over 0. */
export const identityOf = (knowledge: Knowledge, more: Partial<IdentityDocument> = {}): IdentityDocument =>
  ({
    state: knowledge === 'unmanaged' ? 'enrolling' : 'active',
    credentialType: 'password',
    credentialVersion: knowledge === 'unmanaged' ? 0 : 2,
    openSessions: [],
    ...more,
  }) as unknown as IdentityDocument;

export const KNOWN: Readonly<Record<Knowledge, IdentityHostDocument>> = {
  present: { provenVersion: 2, provenAt },
  older: { provenVersion: 1, provenAt },
  newer: { provenVersion: 3, provenAt },
  either: { provenVersion: 2, provenAt, mayHold: [{ version: 3, jobId: 'job' }] },
  refused: { provenVersion: 2, provenAt, refused: true },
  untouched: {},
  unmanaged: {},
};

/** How the last piece of work ended, where none is under way. */
export const ENDINGS: Readonly<Record<string, IdentityHostDocument>> = {
  'nothing done': {},
  confirmed: { state: 'confirmed', since, version: 2 },
  'confirmed with warnings': { state: 'confirmed', since, version: 2, warnings: ['ACCOUNT_EXPIRED', 'SOMETHING_NEW'] },
  'not changed': { state: 'not_changed', since, version: 3, code: 'PERMISSION_DENIED' },
  'not changed, for no known reason': { state: 'not_changed', since, version: 3, code: 'SOMETHING_NEW' },
  expired: { state: 'expired', since, version: 3, code: 'EXPIRED' },
  unverified: { state: 'unverified', since, version: 3, code: 'LOGIN_INCONCLUSIVE' },
  'set by hand': { state: 'unverified', since, version: 2, code: 'SET_BY_HAND' },
  'an older one may work': { state: 'unverified', since, version: 3, code: 'OLD_MAY_WORK' },
  drifted: { state: 'drifted', since, version: 2 },
};

const work = (purpose: WorkOnHost['purpose'], more: Partial<WorkOnHost>): IdentityHostDocument => ({
  work: {
    jobId: 'job',
    type: purpose === 'verification' ? 'verify' : 'set',
    purpose,
    version: purpose === 'rotation' ? 3 : 2,
    state: 'queued',
    since,
    notAfter: '2026-03-02T10:00:00.000Z',
    ...more,
  },
});

const online: HostAtHand = { name: 'web', hasAgent: true, online: true };
const live = { leaseUntil: '2026-03-01T10:00:30.000Z' };
const lapsed = { leaseUntil: '2026-03-01T09:59:30.000Z' };
const later = { notBefore: '2026-03-01T10:05:00.000Z' };

export interface Situation {
  readonly done: IdentityHostDocument;
  readonly host: HostAtHand;
  readonly held?: boolean;
}

const underWay = (purpose: WorkOnHost['purpose']): Readonly<Record<string, Situation>> => ({
  [`${purpose}: no agent`]: { done: work(purpose, {}), host: { ...online, hasAgent: false, online: false } },
  [`${purpose}: offline`]: {
    done: work(purpose, {}),
    host: { ...online, online: false, lastSeenAt: '2026-02-28T10:02:00.000Z' },
  },
  [`${purpose}: held back`]: { done: work(purpose, {}), host: online, held: true },
  [`${purpose}: unreachable`]: { done: { code: 'TARGET_UNREACHABLE', ...work(purpose, later) }, host: online },
  [`${purpose}: inconclusive`]: { done: { code: 'LOGIN_INCONCLUSIVE', ...work(purpose, later) }, host: online },
  [`${purpose}: queued`]: { done: work(purpose, {}), host: online },
  [`${purpose}: leased`]: { done: work(purpose, { state: 'leased', ...live }), host: online },
  [`${purpose}: lease lapsed`]: { done: work(purpose, { state: 'leased', ...lapsed }), host: online },
  [`${purpose}: applying`]: { done: work(purpose, { state: 'applying', ...live }), host: online },
  [`${purpose}: silent`]: { done: work(purpose, { state: 'applying', ...lapsed }), host: online },
});

/** Every piece of work there can be. */
export const WORK: Readonly<Record<string, Situation>> = {
  ...underWay('rotation'),
  ...underWay('reconcile'),
  ...underWay('verification'),
};
