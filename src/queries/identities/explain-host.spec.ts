import type { IdentityDocument } from '../../../projections/identities/document';
import { explainHost } from './explain-host';

const NOW = '2026-03-01T10:00:00.000Z';
const identity = { state: 'active', credentialType: 'ssh_key' } as IdentityDocument;
const host = { name: 'web', hasAgent: true, online: true };
const since = '2026-03-01T09:30:00.000Z';

test('a host that went well is told with what a person should know all the same', () => {
  const known = { state: 'confirmed', since, warnings: ['ACCOUNT_EXPIRED', 'SOMETHING_NEW'] } as const;
  expect(explainHost(identity, known, host, NOW)).toBe(
    'proved by a login on host web at 09:30; the account has expired and lets nobody in; SOMETHING_NEW',
  );
});

test('an old key that may still let in is told with what takes it away', () => {
  const known = { state: 'unverified', since, code: 'OLD_MAY_WORK' } as const;
  expect(explainHost(identity, known, host, NOW)).toBe(
    'the new key works on host web, and an older one may still let in there. Reconcile takes it away',
  );
});
