import { organization } from '../domain/organizations/state';
import { effectivePolicy, type PolicyChain } from '../domain/passwords/effective-policy';
import { weaknessOf } from '../domain/passwords/policy-strength';
import { vault } from '../domain/vaults/state';
import type { View } from '../kernel/stream-reader';

/** What whoever looks at a thing should know of it. */
export interface Warning {
  readonly code: string;
  readonly detail: string;
}

export interface Warnings {
  readonly warnings?: readonly Warning[];
}
export type Warned<T> = T & Warnings;

/** The policies set above an identity, and on it: judged from the streams. */
export interface PolicyPlace {
  readonly organizationId: string;
  readonly vaultId?: string;
  readonly own?: PolicyChain['identity'];
}

/** Warns where the password policy in force was set before weak ones were refused: to be shown with the thing. */
export const policyWarnings = async (view: View, { organizationId, vaultId, own }: PolicyPlace): Promise<Warnings> => {
  const { state: owner } = await view.load(organization, organizationId);
  const group = vaultId === undefined ? undefined : (await view.load(vault, vaultId)).state;
  const weakness = weaknessOf(
    effectivePolicy({
      ...(owner.settings.passwordPolicy === undefined ? {} : { organization: owner.settings.passwordPolicy }),
      ...(group?.passwordPolicy === undefined ? {} : { vault: group.passwordPolicy }),
      ...(own === undefined ? {} : { identity: own }),
    }),
  );
  return weakness === undefined ? {} : { warnings: [weakness] };
};
