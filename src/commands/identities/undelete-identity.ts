import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { subjectOf } from '../../domain/identities/decide/rotation';
import { mayUndelete, undeleteIdentity } from '../../domain/identities/decide/settings';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { FactRecorder } from '../deciding/fact-recorder';
import { Refusals } from '../deciding/refusals';
import { loadCaller, loadAuthorizedIdentity } from '../deciding/load-authorized';
import { agentsToAdmit } from '../hosts/active-agents';
import { judgeHostChange } from './judge-host-change';
import { Reservations } from './reservations';

/** Brings a deleted identity back within 7 days, if its place in the vault and its accounts are still free. Needs `pam_vaults.manage`. */
export class UndeleteIdentity extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.identity-undelete-refused.v1';

@CommandHandler(UndeleteIdentity)
export class UndeleteIdentityHandler implements ICommandHandler<UndeleteIdentity> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, identityId: id }: UndeleteIdentity): Promise<CommandResult> {
    const rotationId = context.ids.next();
    const found = await this.recording.judge(context, REFUSED, async (authorization) => {
      const reached = await loadAuthorizedIdentity(authorization, context, id, 'pam_vaults.manage', { deleted: true });
      if (isRefusal(reached)) return reached;
      const now = authorization.nowOn(await authorization.view.load(identity, id));
      return mayUndelete(reached.identity, now) ?? reached.identity;
    });
    const subject = subjectOf(found, id);
    return this.refusals.telling(context, REFUSED, subject, async () => {
      await this.reservations.enter(context, subject, found.settings);
      const { position } = await this.deciding.decide(context, { fold: identity, id }, async (decision) => {
        const { target, now, view } = decision;
        const rights = await loadCaller(decision, context);
        const none = { ...target.state, settings: { ...target.state.settings, hostIds: [] } };
        // Whoever might put it on its hosts anew lets those agents in that are at work there now.
        const may =
          rights !== undefined &&
          (await judgeHostChange(view, this.digest, rights, none, target.state.settings, now)) === undefined;
        const agents = await agentsToAdmit(view, target.state.settings.hostIds, may);
        return undeleteIdentity(target.state, id, { now, rotationId }, agents);
      });
      // A deletion that had stopped half-way may have been finished until just now: its places are taken once more.
      await this.reservations.enter(context, subject, found.settings);
      return { id, position };
    });
  }
}
