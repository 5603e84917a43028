import type { RecordedEvent } from '../kernel/recorded-event';
import { requireReplay } from './replaying';
import type { Permission } from './permissions';
import type { CallerPermissions } from './caller-permissions';

const auditor = (organizationId?: string, permission: Permission = 'pam_audit.read'): CallerPermissions => ({
  userId: 'u',
  email: 'u@example.com',
  support: false,
  owner: false,
  admin: false,
  assignments: [{ roleId: 'auditor', ...(organizationId === undefined ? {} : { organizationId }) }],
  roles: { auditor: { id: 'auditor', name: 'Auditor', permissions: [permission] } },
});
const fact = (data: object): RecordedEvent => ({ data }) as RecordedEvent;
const here = fact({ organizationId: 'here' });
const there = fact({ organizationId: 'there' });
const account = fact({ userId: 'x' });

test.each<[string, CallerPermissions | undefined, readonly RecordedEvent[], string | undefined]>([
  ['facts of an organization that one audits', auditor('here'), [here, here], undefined],
  ['facts of another', auditor('here'), [there], 'NOT_FOUND'],
  ['one fact of another among them', auditor('here'), [here, there], 'NOT_FOUND'],
  ["the account's", auditor('here'), [account], 'NOT_FOUND'],
  ["one of the account's among them", auditor('here'), [here, account], 'NOT_FOUND'],
  ['anything, to who audits all', auditor(), [here, there, account], undefined],
  ['a stream there is not', auditor(), [], 'NOT_FOUND'],
  ['by nobody', undefined, [here], 'NOT_FOUND'],
  [
    'facts of an organization, with another role there',
    auditor('here', 'pam_vaults.view'),
    [here],
    'PERMISSION_DENIED',
  ],
  [
    "the account's, where the role for all is another one",
    auditor(undefined, 'pam_vaults.view'),
    [account],
    'NOT_FOUND',
  ],
  [
    'facts of an organization, where the role for all is another one',
    auditor(undefined, 'pam_vaults.view'),
    [here],
    'PERMISSION_DENIED',
  ],
  [
    'facts of an organization, to support that is not let in',
    { ...auditor('here'), support: true },
    [here],
    'SUPPORT_ACCESS_OFF',
  ],
  ["one of the account's among those", auditor('here', 'pam_vaults.view'), [here, account], 'NOT_FOUND'],
])('replay of %s', (_, rights, events, code) => {
  const refusal = requireReplay(rights, events);
  expect(refusal?.code).toBe(code);
  expect(refusal?.detail ?? '').toContain(code === 'NOT_FOUND' ? 'stream' : '');
  expect(refusal?.extra).toEqual(code === 'PERMISSION_DENIED' ? { permission: 'pam_audit.read' } : undefined);
});
