import { fact, Ground } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { Membership } from '../organizations/membership';
import { CreateHost, CreateHostHandler } from './create-host';

test('a host of an organization that is about to be deleted is not made, and that is told', async () => {
  const closed = { 'organizationMembers-o': [fact('organization-members-closed', { organizationId: 'o' })] };
  const ground = new Ground({ ...peopleOf({ operator: { here: ['hosts.manage_users'] } }, PLACES), ...closed });
  const { deciding, recording, refusals } = ground;
  const handler = new CreateHostHandler(deciding, recording, refusals, new Membership(deciding));
  const { refused, facts } = await ground.when(() =>
    handler.execute(new CreateHost(ground.as('operator'), 'o', 'web')),
  );
  const told = { organizationId: 'o', name: 'web', code: 'NOT_FOUND' };
  expect([refused, facts]).toEqual(['NOT_FOUND', [['denied-o', 'host-create-refused', told]]]);
});
