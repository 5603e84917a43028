import { grow } from '../../kernel/fold';
import { changeOrganization, createOrganization, deleteOrganization, finishResealing, setSecret } from './decide';
import type { OrganizationEvent } from './events';
import { DEFAULT_SETTINGS, organization, type OrganizationState } from './state';

const settings = DEFAULT_SETTINGS;
const data = { organizationId: 'o', name: 'Acme', settings, createdAt: '2026-01-01T00:00:00.000Z' };
const created: OrganizationEvent = { type: 'keyledger.organization-created.v1', data };
const deleted: OrganizationEvent = { type: 'keyledger.organization-deleted.v1', data: { organizationId: 'o' } };
const secret = (secretVersion: number): OrganizationEvent => ({
  type: 'keyledger.organization-secret-set.v1',
  data: { organizationId: 'o', secretVersion },
});
const resealed = (secretVersion: number, values: number): OrganizationEvent => ({
  type: 'keyledger.organization-resealed.v1',
  data: { organizationId: 'o', secretVersion, values },
});
const longer = { ...settings, breakGlassMinutes: 90 };

type When = (state: OrganizationState) => unknown;

test.each<[string, readonly OrganizationEvent[], When, readonly OrganizationEvent[]]>([
  ['created', [], (s) => createOrganization(s, data), [created]],
  ['created again', [created], (s) => createOrganization(s, data), []],
  [
    'changed',
    [created],
    (s) => changeOrganization(s, 'o', { name: 'Acme', settings: longer }),
    [{ type: 'keyledger.organization-changed.v1', data: { organizationId: 'o', name: 'Acme', settings: longer } }],
  ],
  ['left as it is', [created], (s) => changeOrganization(s, 'o', { name: 'Acme', settings }), []],
  ['given a secret', [created], (s) => setSecret(s, 'o', 1), [secret(1)]],
  ['given another', [created, secret(1)], (s) => setSecret(s, 'o', 2), [secret(2)]],
  ['nothing to re-seal after the first', [created, secret(1)], (s) => finishResealing(s, 'o', 1, 0), []],
  ['re-sealed', [created, secret(1), secret(2)], (s) => finishResealing(s, 'o', 2, 7), [resealed(2, 7)]],
  ['re-sealed once', [created, secret(1), secret(2), resealed(2, 7)], (s) => finishResealing(s, 'o', 2, 7), []],
  [
    'not done while a newer secret came',
    [created, secret(1), secret(2), secret(3)],
    (s) => finishResealing(s, 'o', 2, 7),
    [],
  ],
  ['deleted', [created], (s) => deleteOrganization(s, 'o'), [deleted]],
])('%s', (_, given, when, then) => {
  expect(when(grow(organization, organization.initial, given))).toEqual(then);
});

test.each<[string, When]>([
  ['changed', (s) => changeOrganization(s, 'o', { name: 'x', settings })],
  ['given a secret', (s) => setSecret(s, 'o', 1)],
  ['deleted', (s) => deleteOrganization(s, 'o')],
])('what does not exist, or no more, is not %s', (_, when) => {
  for (const given of [[], [created, deleted]]) {
    expect(when(grow(organization, organization.initial, given))).toMatchObject({ refused: true, code: 'NOT_FOUND' });
  }
});
