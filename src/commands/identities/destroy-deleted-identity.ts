import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { destroyIdentity } from '../../domain/identities/decide/settings';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { MaterialStore } from '../../kernel/material-store';
import { Decisions } from '../deciding/decisions';

/** Destroys the values of an identity that was deleted 7 days ago. The facts stay. */
export class DestroyDeletedIdentity extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

@CommandHandler(DestroyDeletedIdentity)
export class DestroyDeletedIdentityHandler implements ICommandHandler<DestroyDeletedIdentity> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MaterialStore) private readonly material: MaterialStore,
  ) {}

  async execute({ context, identityId: id }: DestroyDeletedIdentity): Promise<void> {
    const { state } = await this.deciding.decide(context, { fold: identity, id }, ({ target, now }) =>
      destroyIdentity(target.state, id, now, false),
    );
    if (state.status === 'destroyed') {
      await this.material.destroyIdentity(id);
    }
  }
}
