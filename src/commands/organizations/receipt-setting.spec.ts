import { EARLIER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import type { OrganizationSettings } from '../../domain/organizations/events';
import { ChangeOrganization, ChangeOrganizationHandler, type OrganizationPatch } from './change-organization';
import { CreateOrganization, CreateOrganizationHandler } from './create-organization';

/** Whether values wait for their receipt is said by owners, whoever else may change an organization. */
const DEFAULTS = { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false, receiptBeforeDisclosure: false };
const FIRST = { ...DEFAULTS, receiptBeforeDisclosure: true };
const OLD = { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false };
const PEOPLE = peopleOf({ clerk: { everywhere: ['accounts.manage', 'pam_vaults.manage'] }, ann: { owner: true } });

const made = (settings: object) => ({
  ...PEOPLE,
  'organization-o': [fact('organization-created', { organizationId: 'o', name: 'Acme', settings, createdAt: EARLIER })],
});
const create = (who: string, settings: Partial<OrganizationSettings>) => {
  const ground = new Ground(PEOPLE);
  const handler = new CreateOrganizationHandler(ground.deciding);
  return ground.when(() => handler.execute(new CreateOrganization(ground.as(who), 'New', settings)));
};
const change = (who: string, before: object, patch: OrganizationPatch) => {
  const ground = new Ground(made(before));
  const handler = new ChangeOrganizationHandler(ground.deciding);
  return ground.when(() => handler.execute(new ChangeOrganization(ground.as(who), 'o', patch)));
};

test.each<[string, Partial<OrganizationSettings>, object]>([
  ['ann', { receiptBeforeDisclosure: true }, FIRST],
  ['clerk', { receiptBeforeDisclosure: false }, DEFAULTS],
])('%s makes an organization with %j', async (who, settings, told) => {
  const data = { organizationId: 'new1', name: 'New', settings: told, createdAt: NOW };
  expect((await create(who, settings)).facts).toEqual([['organization-new1', 'organization-created', data]]);
});

test('nobody else makes one whose values wait', async () => {
  const { refused, facts } = await create('clerk', { receiptBeforeDisclosure: true });
  expect([refused, facts.map(([, noun]) => noun)]).toEqual(['PERMISSION_DENIED', ['organization-create-refused']]);
});

test.each<[string, string, object, OrganizationPatch, object]>([
  ['switched on by an owner', 'ann', OLD, { settings: { receiptBeforeDisclosure: true } }, FIRST],
  ['switched off by an owner', 'ann', FIRST, { settings: { receiptBeforeDisclosure: false } }, DEFAULTS],
  ['cleared by an owner', 'ann', FIRST, { settings: { receiptBeforeDisclosure: null } }, DEFAULTS],
  ['left as it is by anybody', 'clerk', FIRST, { name: 'Other', settings: FIRST }, FIRST],
])('it is %s', async (_, who, before, patch, settings) => {
  const data = { organizationId: 'o', name: patch.name ?? 'Acme', settings };
  expect((await change(who, before, patch)).facts).toEqual([['organization-o', 'organization-changed', data]]);
});

test('what was made before there was the setting is as with its default: to say that again is no fact', async () => {
  const again = { name: 'Acme', settings: { receiptBeforeDisclosure: false } };
  expect((await change('clerk', OLD, again)).facts).toEqual([]);
});

test.each<[object, OrganizationPatch]>([
  [OLD, { settings: { receiptBeforeDisclosure: true } }],
  [FIRST, { name: 'N', settings: { receiptBeforeDisclosure: false } }],
  [FIRST, { settings: { receiptBeforeDisclosure: null } }],
])('of %j nobody else makes %j', async (before, patch) => {
  const { refused, facts } = await change('clerk', before, patch);
  expect([refused, facts.map(([, noun]) => noun)]).toEqual(['PERMISSION_DENIED', ['organization-change-refused']]);
});
