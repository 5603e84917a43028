import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { selfGrant } from '../../access/no-way-up';
import { refuseMachine } from '../../access/require';
import { refuseSupport } from '../../access/support';
import { isOwnPrincipal } from '../../access/own-record';
import type { CallerPermissions } from '../../access/caller-permissions';
import { changeGrant } from '../../domain/access-grants/decide';
import type { AccessLevel } from '../../domain/access-grants/events';
import { accessGrants, type AccessGrantsState } from '../../domain/access-grants/state';
import { entryOf } from '../../kernel/entry-of';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import type { DecisionContext } from '../deciding/decision-context';
import { expectRevision } from '../deciding/expect-revision';
import { loadAuthorizedVault } from '../deciding/load-authorized';
import { givesMore, inUtc } from './grant-terms';

/** Changes level or expiry. Needs `pam_vaults.manage`; nobody but an owner raises or extends a grant that reaches the caller. */
export class ChangeGrant extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly grantId: string,
    /** `expiresAt: null` lets the grant stay. */
    readonly change: { readonly level?: AccessLevel; readonly expiresAt?: string | null },
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(ChangeGrant)
export class ChangeGrantHandler implements ICommandHandler<ChangeGrant> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, vaultId, grantId, change, ifMatch }: ChangeGrant): Promise<CommandResult> {
    const { level, expiresAt } = change;
    const until = typeof expiresAt === 'string' ? inUtc(expiresAt) : expiresAt;
    const terms = {
      ...(level === undefined ? {} : { level }),
      ...(until === undefined ? {} : { expiresAt: until }),
    };
    const asked = { grantId, ...(level === undefined ? {} : { level }) };
    const decisionTarget = { fold: accessGrants, id: vaultId, refusedAs: 'keyledger.grant-change-refused.v1', asked };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedVault(decision, context, vaultId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { rights, vault } = reached;
      const before = entryOf(decision.target.state.grants, grantId);
      return (
        refuseMachine(rights, 'give grants') ??
        refuseSupport(rights, 'gives grants') ??
        (before && expectRevision(before, ifMatch)) ??
        (await this.ownAndMore(decision, rights, grantId, terms)) ??
        changeGrant(
          decision.target.state,
          { organizationId: vault.organizationId, identityGroupId: vaultId },
          grantId,
          terms,
          decision.now,
        )
      );
    });
    return { id: grantId, position };
  }

  private async ownAndMore(
    { view, target }: DecisionContext<AccessGrantsState>,
    rights: CallerPermissions,
    grantId: string,
    terms: { readonly level?: AccessLevel; readonly expiresAt?: string | null },
  ): Promise<Refusal | undefined> {
    const before = entryOf(target.state.grants, grantId);
    if (before === undefined || rights.owner) {
      return undefined;
    }
    const expiresAt = terms.expiresAt === undefined ? before.expiresAt : (terms.expiresAt ?? undefined);
    const after = { level: terms.level ?? before.level, ...(expiresAt === undefined ? {} : { expiresAt }) };
    return givesMore(before, after) && (await isOwnPrincipal(view, this.digest, rights, before))
      ? selfGrant('raises or extends his own access')
      : undefined;
  }
}
