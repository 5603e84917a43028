import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import { endWhatIsOver } from '../../domain/identities/decide/end-session';
import { subjectOf } from '../../domain/identities/decide/rotation';
import { deleteIdentity, destroyIdentity } from '../../domain/identities/decide/settings';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { grow } from '../../kernel/fold';
import type { MaterialStore } from '../../kernel/material-store';
import { PORTS } from '../../kernel/ports';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { reachIdentity } from '../deciding/reach';
import { Reservations } from './reservations';

/** Deletes an identity; it can be brought back for 7 days, unless an owner purges it. Needs `pam_vaults.manage`. */
export class DeleteIdentity extends Command<Written> {
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
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(PORTS.materialStore) private readonly material: MaterialStore,
  ) {}

  async execute({ context, identityId: id, purge, ifMatch }: DeleteIdentity): Promise<Written> {
    const rotationId = context.ids.next();
    const matter = { fold: identity, id, refusedAs: 'keyledger.identity-delete-refused.v1', asked: { purge } };
    const { position, state } = await this.deciding.decide(context, matter, async (desk) => {
      const reached = await reachIdentity(desk, context, id, 'pam_vaults.manage', { deleted: purge });
      if (isRefusal(reached)) {
        return reached;
      }
      const refusal = (purge ? requireOwner(reached.standing) : undefined) ?? expectRevision(desk.target, ifMatch);
      if (refusal !== undefined) {
        return refusal;
      }
      const { events, state: settled } = endWhatIsOver(reached.identity, id, { now: desk.now, rotationId });
      const deleted = settled.status === 'deleted' ? [] : deleteIdentity(settled, id, desk.now);
      if (isRefusal(deleted)) {
        return deleted;
      }
      const destroyed = destroyIdentity(grow(identity, settled, deleted), id, desk.now, purge);
      return [...events, ...deleted, ...destroyed];
    });
    await this.reservations.leave(context, subjectOf(state, id), state.settings);
    if (state.status === 'destroyed') {
      await this.material.destroyIdentity(id);
    }
    return { id, position };
  }
}
