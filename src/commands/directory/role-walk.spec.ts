import fc from 'fast-check';
import { anyRoleStep, EVERYBODY, RoleWalk } from '../../../test/support/random-roles';
import { account } from '../../domain/accounts/state';
import { idpGroup } from '../../domain/directory/state';
import { entryOf } from '../../kernel/entry-of';

/** What a connection may give: the roles of the groups that an owner let it fill. */
const givenByConnection = async ({ ground }: RoleWalk): Promise<ReadonlySet<string>> => {
  const view = await ground.reader.fresh();
  const { groupRoles, roles } = (await view.load(account)).state;
  const held: string[] = [];
  for (const [id, { roles: given }] of Object.entries(groupRoles)) {
    if ((await view.load(idpGroup, id)).state.connectionId !== 'c') continue;
    for (const { roleId, organizationId } of given) {
      for (const permission of entryOf(roles, roleId)?.permissions ?? []) {
        held.push(`${permission} o`, ...(organizationId === undefined ? [`${permission} *`] : []));
      }
    }
  }
  return new Set(held);
};

test('whatever anybody does in whatever order, nobody gains a permission by who does not hold it, nor alone', async () => {
  let gains = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyRoleStep, { minLength: 20, maxLength: 60, size: 'max' }), async (steps) => {
      const walk = new RoleWalk();
      for (const step of steps) {
        const before = await walk.held();
        const may =
          step.who === 'connection' ? await givenByConnection(walk) : (before.get(step.who) ?? new Set<string>());
        if (!(await walk.take(step))) continue;
        const after = await walk.held();
        for (const who of EVERYBODY) {
          const gained = [...(after.get(who) ?? [])].filter((each) => before.get(who)?.has(each) !== true);
          gains += gained.length;
          expect([step, who, gained.filter((each) => !may.has(each))]).toEqual([step, who, []]);
          if (who === step.who || who === 'robot') expect([step, who, gained]).toEqual([step, who, []]);
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(gains).toBeGreaterThan(0);
});
