import type { IdentityDocument } from '../../../projections/identities/document';
import { explainRotation } from './explain-rotation';
import type { RotationOnHost } from './rotation-on-host';

const identity = (more: Partial<IdentityDocument>) => ({ state: 'active', ...more }) as IdentityDocument;
const host = (hostName: string, state: string) =>
  ({ hostId: hostName, hostName, state, explanation: '' }) as RotationOnHost;

test.each<[string, Partial<IdentityDocument>, readonly RotationOnHost[], string]>([
  [
    'confirmed on every host',
    { rotation: { status: 'confirmed', vaultOnly: false } },
    [host('web', 'confirmed')],
    'The value is confirmed.',
  ],
  [
    'set by hand since',
    { rotation: { status: 'confirmed', vaultOnly: false } },
    [host('web', 'confirmed'), host('db', 'unverified'), host('mail', 'drifted')],
    'Nobody has proved that host db, host mail has the value. Reconcile sets it there.',
  ],
  [
    'failed, and tried anew by itself',
    { rotation: { status: 'failed', detail: 'No password fits.', retryAt: '2026-03-01T10:30:00.000Z' } },
    [],
    'The last rotation failed: No password fits. The present value stays in use. Another one begins by itself after 10:30.',
  ],
  [
    'failed, and still due',
    { rotation: { status: 'failed', detail: 'Called off.' }, nextRotationAt: '2026-03-01T09:00:00.000Z' },
    [],
    'The last rotation failed: Called off. The present value stays in use. It is still due: another one begins by itself within half an hour.',
  ],
  [
    'due, while somebody holds it',
    { rotation: { status: 'none' }, owed: 'after_use' },
    [],
    'The value was never rotated. It is due: the value changes once the last open session ends, and nobody checks it out before.',
  ],
])('a rotation %s', (_, document, hosts, expected) => {
  expect(explainRotation(identity(document), hosts, '2026-03-01T10:00:00.000Z')).toBe(expected);
});
