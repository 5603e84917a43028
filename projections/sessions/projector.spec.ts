import { newestFacts } from '../../test/support/catalogue/golden-facts';
import { sessions } from './projector';

test('of a session is shown what the contract names: not which versions were shown with it, nor what allowed it', () => {
  const fact = newestFacts().find(({ type }) => type === 'keyledger.identity-checked-out.v1');
  const metadata = { actor: { kind: 'user' }, time: '2026-01-31T09:30:00.000Z', correlationId: 'c' } as const;
  const event = { id: 'e', type: '', data: {}, ...fact, stream: 's-1', revision: 3, position: '1', metadata };
  const [id = ''] = sessions.ids(event);
  expect(Object.keys(sessions.next(undefined, event, id) ?? {}).toSorted()).toEqual([
    'breakGlass',
    'checkedOutAt',
    'expiresAt',
    'hostId',
    'id',
    'identityGroupId',
    'identityId',
    'open',
    'organizationId',
    'overlapped',
    'ownerBypass',
    'reason',
    'restsOn',
    'revision',
    'transferredFrom',
    'userEmail',
    'userId',
  ]);
});
