import { CommandBus } from '@nestjs/cqrs';
import { CreateIdentity } from '../../../src/commands/identities/create-identity';
import type { ImportedScheme } from '../../../src/kernel/value-schemes';
import type { RunningHouse } from './running-house';
import type { World } from './world';

/** An identity whose value comes from an older system, by the command itself; its id. */
export const importedIdentity = async (
  house: RunningHouse,
  world: World,
  scheme: ImportedScheme,
  credential: string,
  as = world.userIds.owner,
): Promise<string> => {
  const { ids } = house.adapters;
  const context = {
    actor: { kind: 'user', userId: as },
    correlationId: 'spec',
    deadline: Date.now() + 10_000,
    ids,
  } as const;
  const given = { name: 'old', username: ids.next(), credentialType: 'password' } as const;
  const command = new CreateIdentity(context, world.vaultId, given, credential, scheme);
  return (await house.server.app.get(CommandBus).execute(command)).id ?? '';
};
