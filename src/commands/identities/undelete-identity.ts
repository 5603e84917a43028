import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hostMembersStream } from '../../domain/hosts/state';
import { subjectOf } from '../../domain/identities/decide/rotation';
import { mayUndelete, undeleteIdentity } from '../../domain/identities/decide/settings';
import type { IdentitySettings } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { FactRecorder } from '../deciding/fact-recorder';
import { Refusals } from '../deciding/refusals';
import { loadCaller, loadAuthorizedIdentity } from '../deciding/load-authorized';
import { agentsToAdmit } from '../hosts/active-agents';
import { judgeHostChange } from './judge-host-change';
import { Reservations } from './reservations';

/**
 * Brings a deleted identity back within 7 days, if its place in the vault and its accounts are still free, on those of its
 * hosts that are still there. Needs `pam_vaults.manage`.
 */
export class UndeleteIdentity extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

/** A host can be deleted as nothing names it meanwhile: who lost one of them shall not lose the value with it. */
const onHostsThatAreLeft = async (view: View, settings: IdentitySettings): Promise<IdentitySettings> => {
  const members = await Promise.all(settings.hostIds.map((hostId) => view.load(hostMembersStream, hostId)));
  return { ...settings, hostIds: settings.hostIds.filter((_, i) => members[i]?.state.closed !== true) };
};

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
      const refusal = mayUndelete(reached.identity, now);
      if (refusal !== undefined) return refusal;
      const settings = await onHostsThatAreLeft(authorization.view, reached.identity.settings);
      return { state: reached.identity, settings };
    });
    const subject = subjectOf(found.state, id);
    return this.refusals.telling(context, REFUSED, subject, async () => {
      await this.reservations.enter(context, subject, found.settings);
      const { position } = await this.deciding.decide(context, { fold: identity, id }, async (decision) => {
        const { target, now, view } = decision;
        const rights = await loadCaller(decision, context);
        const settings = await onHostsThatAreLeft(view, target.state.settings);
        const none = { ...target.state, settings: { ...settings, hostIds: [] } };
        // Whoever might put it on its hosts anew lets those agents in that are at work there now.
        const may =
          rights !== undefined && (await judgeHostChange(view, this.digest, rights, none, settings, now)) === undefined;
        const agents = await agentsToAdmit(view, settings.hostIds, may);
        return undeleteIdentity(target.state, id, { now, rotationId }, { agents, settings });
      });
      // A deletion that had stopped half-way may have been finished until just now: its places are taken once more.
      await this.reservations.enter(context, subject, found.settings);
      return { id, position };
    });
  }
}
