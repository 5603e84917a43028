import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hostPlace } from '../../access/host-place';
import { holds, organizationsWith } from '../../access/permissions';
import { deniedAnywhere, notFound, requirePermission } from '../../access/require';
import { userExists } from '../../access/user-exists';
import { requestExposureRotation } from '../../domain/exposures/decide';
import type { ExposedIdentity } from '../../domain/exposures/events';
import { exposureRotation, type ExposureRotationState } from '../../domain/exposures/state';
import { subjectNameOf, type ExposureSubject } from '../../kernel/exposure-subject';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { CallerPermissions } from '../../access/caller-permissions';
import type { DecisionContext } from '../deciding/decision-context';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/**
 * Asks that every value be changed that a user or a host was shown and that is in force, in the organizations where the caller
 * holds `pam_vaults.manage`. A policy carries it out, some at a time. Twice at once is once.
 */
export class RequestExposureRotation extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly subject: ExposureSubject,
    readonly reason: string,
    /** What lists say is in force and was shown; each is judged by its own stream once its turn comes. */
    readonly items: readonly ExposedIdentity[],
  ) {
    super();
  }
}

const REFUSED = 'keyledger.exposure-rotate-refused.v1';

@CommandHandler(RequestExposureRotation)
export class RequestExposureRotationHandler implements ICommandHandler<RequestExposureRotation> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, subject, reason, items }: RequestExposureRotation): Promise<CommandResult> {
    const id = subjectNameOf(subject);
    const campaignId = context.ids.next();
    const asked = { reason, ...(subject.kind === 'user' ? { userId: subject.userId } : { hostId: subject.hostId }) };
    const decisionTarget = { fold: exposureRotation, id, refusedAs: REFUSED, asked };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const rights = await loadCaller(decision, context);
      const denied = await this.judge(decision, rights, subject);
      if (denied !== undefined || rights === undefined) {
        return denied ?? notFound(subject.kind);
      }
      const own = items.filter(({ organizationId }) => holds(rights, 'pam_vaults.manage', organizationId));
      const wish = { campaignId, reason, items: own };
      return requestExposureRotation(decision.target.state, subject, wish, decision.now);
    });
    return { id, position };
  }

  private async judge(
    decision: DecisionContext<ExposureRotationState>,
    rights: CallerPermissions | undefined,
    subject: ExposureSubject,
  ): Promise<Refusal | undefined> {
    if (subject.kind === 'host') {
      const organizationId = await hostPlace(decision.view, subject.hostId);
      if (organizationId === undefined) return notFound('host');
      decision.about({ organizationId, hostId: subject.hostId });
      const denied = requirePermission(rights, 'pam_vaults.manage', organizationId, 'host');
      return isRefusal(denied) ? denied : undefined;
    }
    const isThere = await userExists(decision.view, subject.userId);
    if (isThere) decision.about('account');
    const places = rights === undefined ? [] : organizationsWith(rights, 'pam_vaults.manage');
    if (places.length === 0) return deniedAnywhere(rights, 'pam_vaults.manage');
    return isThere ? undefined : notFound('user');
  }
}
