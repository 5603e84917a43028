import type { CommandBus } from '@nestjs/cqrs';
import { derivedIds } from '../adapters/outside/derived-ids';
import type { ResealOrganization } from '../commands/organizations/reseal-organization';
import { ResealValuesWhenSecretReplaced } from './reseal-values-when-secret-replaced';
import { PolicyContexts } from './runner/policy-contexts';

test('tells how far it is, each percent once', async () => {
  const told: (string | number)[][] = [];
  const work = async ({ onProgress }: ResealOrganization) => [0, 1, 2, 1000, 3000].forEach((n) => onProgress(n, 3000));
  const policy = new ResealValuesWhenSecretReplaced(
    { execute: work } as unknown as CommandBus,
    new PolicyContexts(derivedIds, { next: () => 'id' }, { now: () => 0 }),
    (...telling) => told.push(telling),
  );
  await policy.dueWork.carryOut({ id: 'd', organizationId: 'acme' });
  expect(told).toEqual([0, 33, 100].map((percent) => [policy.name, 'acme', percent]));
});
