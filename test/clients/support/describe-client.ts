import { approvalsIn } from '../../support/application/approvals';
import { newFixture, type Fixture } from '../../support/application/fixture';
import { whereInstalled } from '../../support/where-installed';
import { servedApi, type ServedApi } from './api-document';
import { generatedClient, type ClientRecipe, type GeneratedClient } from './generated-client';
import { withNewFields } from './new-fields';

interface Needed {
  /** Programs that make it, with the packages that bring them. */
  readonly needs: Readonly<Record<string, string>>;
}

const whereAllAre = (needs: Needed['needs']): typeof describe =>
  Object.entries(needs)
    .map(([program, debianPackage]) => whereInstalled(program, debianPackage))
    .find((found) => found !== describe) ?? describe;

/** A generated client against a server in a process of its own. Skipped, and told so, where what makes it is not installed. */
export const describeClient = (title: string, recipe: ClientRecipe & Needed): void => {
  whereAllAre(recipe.needs)(title, () => {
    let api: ServedApi;
    let fixture: Fixture;
    let client: GeneratedClient;
    let env: Readonly<Record<string, string>>;
    let expected: object;
    beforeAll(async () => {
      api = await servedApi();
      fixture = await newFixture(api);
      const { owner, people, idpUserIds, organizationId } = fixture;
      const approvals = await approvalsIn(api, fixture);
      const { id: guarded } = await fixture.newIdentity();
      await approvals.policy(1, ['kim']);
      const requestId = await approvals.ask(people.user, guarded);
      env = {
        OWNER_TOKEN: owner.token,
        ANN_TOKEN: people.user.token,
        ANN_IDP_USER_ID: idpUserIds['user'] ?? '',
        ORGANIZATION_ID: organizationId,
        GUARDED_IDENTITY_ID: guarded,
      };
      expected = {
        vault: 'Production',
        value: 's3cret-of-today',
        holder: ['ALREADY_CHECKED_OUT', people.user.email, false],
        requests: ['APPROVAL_REQUIRED', requestId, 'pending'],
        session: ['ended', 'checkin'],
      };
      client = await generatedClient(recipe, api.url);
    });
    afterAll(() => api.end());

    test('makes a vault and checks a value out and in, and reads who stands in the way', async () => {
      expect(await client.run({ ...env, KEYLEDGER_URL: api.url })).toEqual(expected);
    });

    test('goes on reading when every answer has a field more', async () => {
      const later = await withNewFields(api.url);
      try {
        expect(await client.run({ ...env, KEYLEDGER_URL: later.url })).toEqual(expected);
      } finally {
        later.close();
      }
    });
  });
};
