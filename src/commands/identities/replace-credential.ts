import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isToBeSavedAnew, saveAnew } from '../../domain/identities/decide/schemes';
import { replaceCredential } from '../../domain/identities/decide/versions';
import { identity } from '../../domain/identities/evolve';
import { hasNoValue } from '../../domain/identities/lost-values';
import { refuseUnusable } from '../../domain/identities/usable';
import type { IdentityState } from '../../domain/identities/state';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { KeyPairs } from '../../kernel/key-pairs';
import { isRefusal } from '../../kernel/refusal';
import { SealBroken } from '../../kernel/sealing';
import type { SeenRevision } from '../../kernel/seen-revision';
import { StoreDamaged, ValueMissing } from '../../kernel/store-errors';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';
import { secretMissing } from '../../domain/organizations/secret-missing';
import type { KeyReads } from '../material/key-reads';
import { Values } from '../material/values';
import { Matches } from './matches';
import { reused, unchanged } from './same-value';

/** A manager sets the value by hand. Needs `pam_vaults.manage`; neither the value in force nor one of the last ten. */
export class ReplaceCredential extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly credential: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(ReplaceCredential)
export class ReplaceCredentialHandler implements ICommandHandler<ReplaceCredential> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Values) private readonly values: Values,
    @Inject(Matches) private readonly matches: Matches,
    @Inject(KeyPairs) private readonly keyPairs: KeyPairs,
  ) {}

  async execute({ context, identityId: id, credential, ifMatch }: ReplaceCredential): Promise<CommandResult> {
    const refusedAs = 'keyledger.credential-replace-refused.v1';
    const decisionTarget = { fold: identity, id, refusedAs };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedIdentity(decision, context, id, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { identity: found, rights } = reached;
      const { state } = await decision.view.load(organization, found.organizationId);
      const refusal = expectRevision(decision.target, ifMatch) ?? secretMissing(state);
      if (refusal !== undefined) {
        return refusal;
      }
      const replacedBy = (version: number) =>
        replaceCredential(found, id, { version, by: rights.email, typedBy: rights.userId, now: decision.now });
      const allowed = replacedBy(found.highestVersion + 1);
      if (isRefusal(allowed)) {
        return allowed;
      }
      // Judged by the value alone, before it is compared with any other.
      const unusable = refuseUnusable(found.settings, credential, (value) => this.keyPairs.problem(value));
      if (unusable !== undefined) {
        return unusable;
      }
      const place = { organizationId: found.organizationId, vaultId: found.identityGroupId, organization: state };
      const reads = this.values.reads();
      const isThere = !hasNoValue(found);
      let anew = false;
      const comparison = { identityId: id, identity: found, rights, refusedAs } as const;
      const match = await this.matches.judge(decision, context, comparison, async () => {
        const isSame =
          isThere &&
          ((await this.values.isValueOf(place, id, found.credentialVersion, credential, reads)) ||
            (await this.isSameKey(id, found, credential, reads)));
        if (isSame) {
          anew = isToBeSavedAnew(found);
          return anew ? undefined : unchanged();
        }
        const wasUsed = await this.values.usedBefore(place, id, { reads });
        return wasUsed(credential) ? reused() : undefined;
      });
      if (match !== undefined) {
        return match;
      }
      if (anew) {
        return saveAnew(found, id, { by: rights.email, typedBy: rights.userId, now: decision.now });
      }
      if (isThere) await this.values.retireIfOpens(place, id, found.credentialVersion, reads);
      return replacedBy(await this.values.keepNew(place, id, found.highestVersion, credential, reads));
    });
    return { id, position };
  }

  /** A key that is written otherwise is the same key, and lets in as before. One in force that does not open is none. */
  private async isSameKey(id: string, found: IdentityState, credential: string, reads: KeyReads): Promise<boolean> {
    if (found.settings.credentialType !== 'ssh_key') {
      return false;
    }
    try {
      const open = await this.values.fetch(id, found.credentialVersion, reads);
      return this.keyPairs.isSame(open(), credential);
    } catch (error) {
      if (error instanceof SealBroken || error instanceof StoreDamaged || error instanceof ValueMissing) {
        return false;
      }
      throw error;
    }
  }
}
