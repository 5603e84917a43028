import { checkout, credential, grant, PLACE } from './sample-log';
import { minute, told, type ToldFact } from './facts-of-log';

/** What may happen in a town, by a number that tells one from another. */
export const ACTS: readonly ((n: number) => ToldFact)[] = [
  (n) => grant(`g${n}`, { principalId: ['p-ann', 'p-bob', 'p-mia'][n % 3], createdAt: minute(n) }),
  (n) => grant(`g${n}`, { principalType: 'group', principalId: 'g', expiresAt: minute(40 + n), createdAt: minute(n) }),
  (n) => grant(`g${n}`, { level: 'view_vault' }, 'grant-changed'),
  (n) => grant(`g${n}`, {}, 'grant-revoked'),
  (n) => checkout(`s${n}`, ['ann', 'olga'][n % 2] ?? '', { breakGlass: n % 3 === 0, checkedOutAt: minute(n) }),
  (n) =>
    told('identity-db', 'identity-checked-in', {
      ...PLACE,
      identityId: 'db',
      sessionId: `s${n}`,
      userId: 'ann',
      endedBy: 'checkin',
      endedAt: minute(n + 9),
    }),
  () => told('directoryGroup-g', 'idp-group-member-removed', { idpGroupId: 'g', idpUserId: 'p-bob' }),
  () => told('user-ann', 'user-switched-off', { userId: 'ann' }),
  (n) => credential(`c${n}`, { rotationIntervalDays: 1, nextRotationAt: minute(30 + n) }),
  (n) => told('denied-o', 'identity-reveal-refused', { organizationId: 'o', code: 'VAULT_ACCESS_DENIED', n }),
];
