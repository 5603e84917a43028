import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CONNECTORS } from '../../domain/identities/connectors';
import { confirmInVault, failRotation } from '../../domain/identities/decide/rotation';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import { organization } from '../../domain/organizations/state';
import { effectivePolicy } from '../../domain/passwords/effective-policy';
import { generatePassword } from '../../domain/passwords/generate-password';
import { withinLimits } from '../../domain/passwords/password-limits';
import type { PasswordPolicy } from '../../domain/passwords/password-policy';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { Random } from '../../kernel/random';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { SealBroken } from '../../kernel/sealing';
import { StoreDamaged } from '../../kernel/store-errors';
import type { View } from '../../kernel/stream-reader';
import { Deciding } from '../deciding/deciding';
import { secretMissing, Values, type VaultPlace } from '../material/values';

/** Tries to draw a password that was not used before; only a policy that allows next to none needs more than one. */
const DRAWS = 100;

/** Carries a requested rotation out in the vault alone: a new password stands, sealed and proven to open, before it is the one served. */
export class RotateInVault extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly rotationId: string,
  ) {
    super();
  }
}

const spent = (): Refusal =>
  refuse(
    'PASSWORD_POLICY_UNSATISFIABLE',
    'Every password drawn from the password policy was among the last ten. Widen it.',
  );

const damaged = (): Refusal =>
  refuse('STORE_DAMAGED', 'The stored value does not open, or a key is missing. Restore it, or set a value by hand.');

@CommandHandler(RotateInVault)
export class RotateInVaultHandler implements ICommandHandler<RotateInVault> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Values) private readonly values: Values,
    @Inject(PORTS.random) private readonly random: Random,
  ) {}

  async execute({ context, identityId: id, rotationId }: RotateInVault): Promise<void> {
    await this.deciding.decide(context, { fold: identity, id }, async ({ target: { state }, view, now }) => {
      if (state.rotation?.rotationId !== rotationId || state.rotation.mode !== 'vault') {
        return [];
      }
      const version = await this.newVersion(view, id, state);
      return isRefusal(version)
        ? failRotation(state, id, rotationId, version)
        : confirmInVault(state, id, rotationId, version, now);
    });
  }

  /** The number under which a fresh value stands, or why there is none. */
  private async newVersion(view: View, identityId: string, found: IdentityState): Promise<number | Refusal> {
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
      CONNECTORS[settings.connector ?? '']?.limits ?? {},
    );
    const place = { organizationId, vaultId, organization: owner };
    try {
      return secretMissing(owner) ?? (await this.replaced(place, identityId, found, policy));
    } catch (error) {
      if (error instanceof SealBroken || error instanceof StoreDamaged) {
        return damaged();
      }
      throw error;
    }
  }

  /** The old value is remembered first, so that the new one differs from it too; then the new one stands and opens. */
  private async replaced(place: VaultPlace, identityId: string, found: IdentityState, policy: PasswordPolicy) {
    await this.values.retire(place, identityId, found.credentialVersion);
    const value = await this.draw(place, identityId, policy);
    if (isRefusal(value)) {
      return value;
    }
    const version = await this.values.keepNew(place, identityId, found.highestVersion, value);
    const open = await this.values.fetch(identityId, version);
    return open() === value ? version : damaged();
  }

  private async draw(place: VaultPlace, identityId: string, policy: PasswordPolicy): Promise<string | Refusal> {
    for (let draws = 0; draws < DRAWS; draws++) {
      const value = generatePassword(policy, this.random);
      if (isRefusal(value) || !(await this.values.wasUsed(place, identityId, value))) {
        return value;
      }
    }
    return spent();
  }
}
