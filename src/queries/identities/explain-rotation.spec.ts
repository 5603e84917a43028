import type { IdentityDocument } from '../../../projections/identities/document';
import { explainRotation } from './explain-rotation';
import type { Knowledge } from './knowledge';
import type { RotationOnHost } from './rotation-on-host';

const identity = (more: Partial<IdentityDocument>) =>
  ({ state: 'active', connector: 'linux-password', hostIds: [], ...more }) as unknown as IdentityDocument;
const onHosts = { confirmed: [], notChanged: [], unverified: [], expired: [] };
const host = (hostName: string, known: Knowledge, state = 'confirmed') =>
  ({ hostId: hostName, hostName, state, known, proved: known === 'present', explanation: '' }) as RotationOnHost;

test.each<[string, Partial<IdentityDocument>, readonly RotationOnHost[], string]>([
  [
    'confirmed on every host',
    { rotation: { status: 'confirmed', vaultOnly: false } },
    [host('web', 'present')],
    'The value is confirmed.',
  ],
  [
    'set by hand since',
    { rotation: { status: 'confirmed', vaultOnly: false } },
    [host('web', 'present'), host('db', 'either', 'unverified'), host('mail', 'refused', 'drifted')],
    'Nobody has proved that host db, host mail has the value. Reconcile sets it there.',
  ],
  [
    'failed, and tried anew by itself',
    { rotation: { status: 'failed', detail: 'No password fits.', retryAt: '2026-03-01T10:30:00.000Z' } },
    [],
    'The last rotation failed: No password fits. The present value stays in use. Another one begins by itself after 10:30 UTC.',
  ],
  [
    'failed, and still due',
    { rotation: { status: 'failed', detail: 'Called off.' }, nextRotationAt: '2026-03-01T09:00:00.000Z' },
    [],
    'The last rotation failed: Called off. The present value stays in use. It is still due: another one begins by itself within half an hour.',
  ],
  [
    'confirmed, with a host that nobody ever proved',
    { rotation: { status: 'confirmed', vaultOnly: false } },
    [host('web', 'present'), host('db', 'untouched', 'unverified')],
    'Nobody has proved that host db has the value. Reconcile sets it there.',
  ],
  [
    'confirmed, with a look under way',
    { rotation: { status: 'confirmed', vaultOnly: false } },
    [host('db', 'untouched', 'queued')],
    'Nobody has proved that host db has the value. That is under way.',
  ],
  [
    'confirmed by a person, where nothing can prove it',
    { rotation: { status: 'confirmed', vaultOnly: false }, connector: undefined, hostIds: ['web'] },
    [],
    'A person set the value by hand; nothing here can prove it on its hosts.',
  ],
  [
    'under way, with a host that may have the new value',
    { rotation: { status: 'pending', mode: 'hosts', version: 3 } },
    [host('web', 'present', 'queued'), host('db', 'either', 'queued')],
    'Waiting for host web, host db. The present value stays in use but on host db, where the new one may be in force.',
  ],
  [
    'failed, told by what is known now and not by what was known then',
    { rotation: { status: 'failed', detail: { ...onHosts, notChanged: ['web', 'db', 'mail', 'ftp'] } } },
    [
      host('web', 'newer'),
      host('db', 'either', 'unverified'),
      host('mail', 'present', 'not_changed'),
      host('ftp', 'untouched', 'expired'),
    ],
    'The last rotation failed: host web has the new value; host mail kept the old one; host ftp did not answer in time and kept the old one; host db may have either. Retry goes on where it stopped.',
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
