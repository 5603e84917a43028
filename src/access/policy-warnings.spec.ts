import { fact } from '../../test/support/streams/ground-of';
import { EARLIER } from '../../test/support/streams/a-vault';
import { viewOf } from '../../test/support/streams/view-of';
import type { PasswordPolicy } from '../domain/passwords/password-policy';
import { policyWarnings } from './policy-warnings';

const weak: PasswordPolicy = { length: 8, classes: [{ chars: 'ab', min: 0 }] };
const strong: PasswordPolicy = { length: 64, classes: [{ chars: 'abcdefgh', min: 0 }] };

interface Set {
  readonly organization?: PasswordPolicy;
  readonly vault?: PasswordPolicy;
  readonly own?: PasswordPolicy;
}

const policy = (set: PasswordPolicy | undefined) => (set === undefined ? {} : { passwordPolicy: set });
const ask = ({ organization, vault, own }: Set, isInVault = true) => {
  const settings = { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false, ...policy(organization) };
  const view = viewOf({
    'organization-o': [
      fact('organization-created', { organizationId: 'o', name: 'Acme', settings, createdAt: EARLIER }),
    ],
    'vault-v': [
      fact('vault-created', {
        identityGroupId: 'v',
        organizationId: 'o',
        name: 'V',
        createdAt: EARLIER,
        ...policy(vault),
      }),
    ],
  });
  const place = { organizationId: 'o', ...(isInVault ? { vaultId: 'v' } : {}), ...(own === undefined ? {} : { own }) };
  return policyWarnings(view, place);
};

test.each<[string, Set, boolean, boolean]>([
  ['nobody set one', {}, true, false],
  ['the organization a weak one', { organization: weak }, true, true],
  ['the vault a weak one', { vault: weak }, true, true],
  ['the identity a weak one', { own: weak }, true, true],
  ['the vault a strong one above a weak one', { organization: weak, vault: strong }, true, false],
  ['the identity a strong one above weak ones', { organization: weak, vault: weak, own: strong }, true, false],
  ['the identity a weak one above a strong one', { vault: strong, own: weak }, true, true],
  ['a vault a weak one, and nobody asks for the vault', { vault: weak }, false, false],
  ['the organization a weak one, and nobody asks for a vault', { organization: weak }, false, true],
])('of the password policy in force is warned when set: %s', async (_, set, isInVault, warned) => {
  const codes = (await ask(set, isInVault)).warnings?.map(({ code }) => code);
  expect(codes).toEqual(warned ? ['PASSWORD_POLICY_WEAK'] : undefined);
});
