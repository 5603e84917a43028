import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { endWhatIsOver } from '../../domain/identities/decide/end-session';
import { requestByHand, rotationMode } from '../../domain/identities/decide/rotation';
import { identity } from '../../domain/identities/evolve';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';
import { secretMissing } from '../../domain/organizations/secret-missing';

/** A manager asks for a new value; the rotation itself follows. Needs `pam_vaults.manage`. */
export class RotateIdentity extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

@CommandHandler(RotateIdentity)
export class RotateIdentityHandler implements ICommandHandler<RotateIdentity> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, identityId }: RotateIdentity): Promise<CommandResult> {
    const rotationId = context.ids.next();
    const decisionTarget = { fold: identity, id: identityId, refusedAs: 'keyledger.rotation-request-refused.v1' };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedIdentity(decision, context, identityId, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const moment = { now: decision.now, rotationId };
      const { events, state } = endWhatIsOver(reached.identity, identityId, moment);
      const { state: place } = await decision.view.load(organization, state.organizationId);
      const missing = rotationMode(state.settings) === 'vault' ? secretMissing(place) : undefined;
      // A repeated request finds its own rotation.
      const own = reached.identity.rotation?.rotationId === rotationId;
      const requested = own ? [] : (missing ?? requestByHand(state, identityId, moment));
      return isRefusal(requested) ? requested : [...events, ...requested];
    });
    return { id: identityId, position };
  }
}
