import { CommandBus } from '@nestjs/cqrs';
import { CreateIdentity } from '../../../src/commands/identities/create-identity';
import type { ImportedScheme } from '../../../src/kernel/value-schemes';
import type { RunningApplication } from './running-application';
import type { Fixture } from './fixture';

/** An identity whose value comes from an older system, by the command itself; its id. */
export const importedIdentity = async (
  application: RunningApplication,
  fixture: Fixture,
  scheme: ImportedScheme,
  credential: string,
  as = fixture.userIds.owner,
): Promise<string> => {
  const { ids } = application.adapters;
  const context = {
    actor: { kind: 'user', userId: as },
    correlationId: 'spec',
    deadline: Date.now() + 10_000,
    ids,
  } as const;
  const given = { name: 'old', username: ids.next(), credentialType: 'password' } as const;
  const command = new CreateIdentity(context, fixture.vaultId, given, credential, scheme);
  return (await application.server.app.get(CommandBus).execute(command)).id ?? '';
};
