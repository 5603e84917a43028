import { ASKING } from '../../../test/support/streams/bulk-people';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { SetTokenNames, SetTokenNamesHandler } from './set-token-names';

/** Which names in tokens mean a group: whoever writes tokens says then who is in it, so owners alone decide it, in person. */
const MORE = peopleOf({ machine: { owner: true, machine: true }, director: { everywhere: ['directory.manage'] } });
const GIVEN = {
  ...ASKING,
  ...MORE,
  account: [...(ASKING['account'] ?? []), ...(MORE['account'] ?? [])],
  'directoryGroup-g': [fact('idp-group-created', { idpGroupId: 'g', name: 'Operators' })],
  'directoryGroup-gone': [
    fact('idp-group-created', { idpGroupId: 'gone', name: 'Old' }),
    fact('idp-group-deleted', { idpGroupId: 'gone' }),
  ],
};
const NAME = { issuer: 'https://idp.example.com', name: 'ops' };
const set = (ground: Ground, who: string, id = 'g', names = [NAME]) =>
  ground.when(() => new SetTokenNamesHandler(ground.deciding).execute(new SetTokenNames(ground.as(who), id, names)));

test('an owner names a group, twice is once, and takes the names away', async () => {
  const ground = new Ground(GIVEN);
  const listed = (namedBy: readonly object[]) => ['account', 'idp-group-tokens-listed', { idpGroupId: 'g', namedBy }];
  expect(await set(ground, 'owner', 'g', [NAME, NAME])).toEqual({
    answer: { id: 'g', position: '0001' },
    facts: [listed([NAME])],
  });
  expect((await set(ground, 'owner')).facts).toEqual([]);
  expect((await set(ground, 'owner', 'g', [])).facts).toEqual([listed([])]);
});

test.each<[string, string, string]>([
  ['admin', 'g', 'PERMISSION_DENIED'],
  ['director', 'g', 'PERMISSION_DENIED'],
  ['machine', 'g', 'PERMISSION_DENIED'],
  ['support', 'g', 'SUPPORT_ACCESS_OFF'],
  ['owner', 'gone', 'NOT_FOUND'],
  ['owner', 'none', 'NOT_FOUND'],
])('%s is refused to name group %s: %s, as a fact', async (who, idpGroupId, code) => {
  const { refused, facts } = await set(new Ground(GIVEN), who, idpGroupId);
  expect([refused, facts]).toEqual([code, [['denied-account', 'idp-group-tokens-list-refused', { idpGroupId, code }]]]);
});
