import { Inject, Injectable } from '@nestjs/common';
import { limitsOf } from '../../domain/identities/connectors';
import { hasNoValue } from '../../domain/identities/lost-values';
import type { IdentityState } from '../../domain/identities/state';
import { organization } from '../../domain/organizations/state';
import { effectivePolicy } from '../../domain/passwords/effective-policy';
import { generatePassword } from '../../domain/passwords/generate-password';
import { withinLimits } from '../../domain/passwords/password-limits';
import type { PasswordPolicy } from '../../domain/passwords/password-policy';
import { stricterPolicy } from '../../domain/passwords/stricter-policy';
import { vault } from '../../domain/vaults/state';
import { KeyPairs } from '../../kernel/key-pairs';
import { Random } from '../../kernel/random';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { SealBroken } from '../../kernel/sealing';
import { StoreDamaged } from '../../kernel/store-errors';
import type { View } from '../../kernel/stream-reader';
import type { VaultPlace } from './keys-in-force';
import { secretMissing } from '../../domain/organizations/secret-missing';
import { Values } from './values';

/** Tries to draw a password that was not used before; only a policy that allows next to none needs more than one. */
const DRAWS = 100;

const spent = (): Refusal =>
  refuse(
    'PASSWORD_POLICY_UNSATISFIABLE',
    'Every password drawn from the password policy was among the last ten. Widen it.',
  );

const damaged = (): Refusal =>
  refuse('STORE_DAMAGED', 'The stored value does not open, or a key is missing. Restore it, or set a value by hand.');

/** Which identity a value is made for; what is made must differ from what is in force. */
export type ValueFor = Pick<
  IdentityState,
  'organizationId' | 'identityGroupId' | 'settings' | 'credentialVersion' | 'highestVersion' | 'lostUpTo'
>;

/** Makes credentials: passwords by the policies in force, SSH keys. */
@Injectable()
export class NewValues {
  constructor(
    @Inject(Values) private readonly values: Values,
    @Inject(Random) private readonly random: Random,
    @Inject(KeyPairs) private readonly keyPairs: KeyPairs,
  ) {}

  /** The number under which a fresh value stands, sealed and proven to open, or why there is none. `refused`: a target took none of the last. */
  async make(view: View, identityId: string, found: ValueFor, refused = false): Promise<number | Refusal> {
    const { organizationId, identityGroupId: vaultId, settings } = found;
    const [{ state: owner }, { state: group }] = await Promise.all([
      view.load(organization, organizationId),
      view.load(vault, vaultId),
    ]);
    const policy = withinLimits(
      effectivePolicy({
        organization: owner.settings.passwordPolicy,
        vault: group.passwordPolicy,
        identity: settings.passwordPolicy,
      }),
      limitsOf(settings),
    );
    const place = { organizationId, vaultId, organization: owner };
    try {
      return (
        secretMissing(owner) ??
        (await this.replaced(place, identityId, found, refused ? stricterPolicy(policy) : policy))
      );
    } catch (error) {
      if (error instanceof SealBroken || error instanceof StoreDamaged) {
        return damaged();
      }
      throw error;
    }
  }

  /** The new value differs from the old one too, which is remembered beside it; then the new one stands and opens. */
  private async replaced(place: VaultPlace, identityId: string, found: ValueFor, policy: PasswordPolicy) {
    const reads = this.values.reads();
    const { credentialVersion: current, highestVersion: highest } = found;
    const isThere = current > 0 && !hasNoValue(found);
    const retiring = isThere ? await this.values.retiring(place, identityId, current, reads) : undefined;
    const value =
      found.settings.credentialType === 'ssh_key'
        ? this.keyPairs.make(`${found.settings.username}@keyledger`)
        : this.draw(policy, await this.values.usedBefore(place, identityId, { retiring, reads }));
    if (isRefusal(value)) {
      return value;
    }
    const [version] = await Promise.all([
      this.values.keepNew(place, identityId, highest, value, reads),
      retiring && this.values.remember(identityId, retiring),
    ]);
    const open = await this.values.fetch(identityId, version, reads);
    return open() === value ? version : damaged();
  }

  private draw(policy: PasswordPolicy, wasUsed: (value: string) => boolean): string | Refusal {
    for (let draws = 0; draws < DRAWS; draws++) {
      const value = generatePassword(policy, this.random);
      if (isRefusal(value) || !wasUsed(value)) {
        return value;
      }
    }
    return spent();
  }
}
