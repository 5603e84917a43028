import { Inject, Injectable } from '@nestjs/common';
import { requireOwner, requirePermission } from '../../access/require';
import type { CallerPermissions } from '../../access/caller-permissions';
import { limitsOf } from '../../domain/identities/connectors';
import type { IdentitySettings } from '../../domain/identities/events';
import { refuseUnusable } from '../../domain/identities/usable';
import { organization } from '../../domain/organizations/state';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import { KeyPairs } from '../../kernel/key-pairs';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { ImportedScheme } from '../../kernel/value-schemes';
import type { AuthorizationContext } from '../deciding/fact-recorder';
import type { VaultPlace } from '../material/keys-in-force';
import { LegacyValues } from '../material/legacy-values';
import { secretMissing } from '../../domain/organizations/secret-missing';
import { judgeSettings } from './judge-settings';

/** A credential that somebody who manages the vault wants to put into it. */
export interface ProposedIdentity {
  readonly settings: IdentitySettings;
  readonly credential: string;
  readonly scheme?: ImportedScheme;
  /** It comes to hosts that are to be made before it. */
  readonly onNewHosts?: boolean;
}

/** May it be made? Everything but its places in vault and hosts. */
@Injectable()
export class NewIdentityJudge {
  constructor(
    @Inject(LegacyValues) private readonly legacy: LegacyValues,
    @Inject(KeyPairs) private readonly keyPairs: KeyPairs,
  ) {}

  /** `vaultId` may be of a vault that is to be made: it only names the keys. Answers where the value is to be sealed. */
  async judge(
    { view }: AuthorizationContext,
    rights: CallerPermissions,
    { organizationId, vaultId }: Pick<VaultPlace, 'organizationId' | 'vaultId'>,
    { settings, credential, scheme, onNewHosts = false }: ProposedIdentity,
  ): Promise<VaultPlace | Refusal> {
    const { state } = await view.load(organization, organizationId);
    const place: VaultPlace = { organizationId, vaultId, organization: state };
    // Before anything is tried with it: a v1 ciphertext opens wherever it is put.
    const barred =
      (scheme === undefined ? undefined : requireOwner(rights)) ??
      (await judgeSettings(view, rights, organizationId, settings, [])) ??
      (onNewHosts ? requirePermission(rights, 'hosts.manage_users', organizationId, 'organization') : undefined) ??
      judgePolicy(settings.passwordPolicy, limitsOf(settings)) ??
      secretMissing(state);
    if (barred !== undefined) {
      return barred;
    }
    const opened = scheme === 'v1' ? await this.legacy.tryOut(place, credential) : { value: credential };
    if (isRefusal(opened)) {
      return opened;
    }
    return refuseUnusable(settings, opened.value, (value) => this.keyPairs.problem(value)) ?? place;
  }
}
