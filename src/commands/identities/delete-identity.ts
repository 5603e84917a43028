import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import { endWhatIsOver } from '../../domain/identities/decide/end-session';
import { subjectOf } from '../../domain/identities/decide/rotation';
import { deleteIdentity, destroyIdentity } from '../../domain/identities/decide/settings';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { grow } from '../../kernel/fold';
import { MaterialStore } from '../../kernel/material-store';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';
import { Reservations } from './reservations';

/** Deletes an identity; it can be brought back for 7 days, unless an owner purges it. Needs `pam_vaults.manage`. */
export class DeleteIdentity extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly purge: boolean,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(DeleteIdentity)
export class DeleteIdentityHandler implements ICommandHandler<DeleteIdentity> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(MaterialStore) private readonly material: MaterialStore,
  ) {}

  async execute({ context, identityId: id, purge, ifMatch }: DeleteIdentity): Promise<CommandResult> {
    const rotationId = context.ids.next();
    const decisionTarget = { fold: identity, id, refusedAs: 'keyledger.identity-delete-refused.v1', asked: { purge } };
    const { position, state } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedIdentity(decision, context, id, 'pam_vaults.manage', { deleted: purge });
      if (isRefusal(reached)) {
        return reached;
      }
      const refusal = (purge ? requireOwner(reached.rights) : undefined) ?? expectRevision(decision.target, ifMatch);
      if (refusal !== undefined) {
        return refusal;
      }
      const { events, state: settled } = endWhatIsOver(reached.identity, id, { now: decision.now, rotationId });
      const deleted = settled.status === 'deleted' ? [] : deleteIdentity(settled, id, decision.now);
      if (isRefusal(deleted)) {
        return deleted;
      }
      const destroyed = destroyIdentity(grow(identity, settled, deleted), id, decision.now, purge);
      return [...events, ...deleted, ...destroyed];
    });
    await this.reservations.leave(context, subjectOf(state, id), state.settings);
    if (state.status === 'destroyed') {
      await this.material.destroyIdentity(id);
    }
    return { id, position };
  }
}
