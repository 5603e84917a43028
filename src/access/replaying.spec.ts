import type { RecordedEvent } from '../kernel/recorded-event';
import { requireReplay } from './replaying';
import type { Standing } from './standing';

const auditor = (organizationId?: string): Standing => ({
  userId: 'u',
  email: 'u@example.com',
  support: false,
  owner: false,
  admin: false,
  assignments: [{ roleId: 'auditor', ...(organizationId === undefined ? {} : { organizationId }) }],
  roles: { auditor: { id: 'auditor', name: 'Auditor', permissions: ['pam_audit.read'] } },
});
const fact = (data: object): RecordedEvent => ({ data }) as RecordedEvent;
const here = fact({ organizationId: 'here' });
const there = fact({ organizationId: 'there' });
const account = fact({ userId: 'x' });

test.each<[string, Standing | undefined, readonly RecordedEvent[], boolean]>([
  ['facts of an organization he audits', auditor('here'), [here, here], true],
  ['facts of another', auditor('here'), [there], false],
  ['one fact of another among his', auditor('here'), [here, there], false],
  ["the account's", auditor('here'), [account], false],
  ["one of the account's among his", auditor('here'), [here, account], false],
  ['anything, when he audits all', auditor(), [here, there, account], true],
  ['a stream there is not', auditor(), [], false],
  ['by nobody', undefined, [here], false],
])('replay of %s', (_, standing, events, may) => {
  expect(requireReplay(standing, events)?.code).toBe(may ? undefined : 'NOT_FOUND');
});
