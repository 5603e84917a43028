import { Inject, Injectable } from '@nestjs/common';
import { countedApprovals, type JudgedRequest } from '../../access/approvers';
import { seesOrganization } from '../../access/permissions';
import { notFound } from '../../access/require';
import { refuseSupportShutOut } from '../../access/support';
import type { CallerPermissions } from '../../access/caller-permissions';
import { identityOfRequest, type AccessRequest } from '../../domain/identities/access-request';
import type { IdentityEvent } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { ReadModels } from '../../kernel/read-models';
import type { View } from '../../kernel/stream-reader';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import type { RefusedRequest } from '../deciding/refusals';

/** A request that somebody wants to do something about. */
export interface OnTable extends JudgedRequest {
  readonly request: AccessRequest;
  readonly state: IdentityState;
  readonly identityId: string;
  readonly rights: CallerPermissions;
  readonly view: View;
  /** IDP users whose approvals count now. */
  readonly counted: readonly string[];
  readonly now: string;
}

type Choice = (table: OnTable) => Promise<readonly IdentityEvent[] | Refusal> | readonly IdentityEvent[] | Refusal;

/** Decides on a request, in the stream of its identity: what use, approval and revocation make of it is in one order for all nodes. */
@Injectable()
export class OnRequest {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async decide(
    context: Context,
    requestId: string,
    { refusedAs, asked = {} }: { refusedAs: string; asked?: RefusedRequest },
    choose: Choice,
  ): Promise<CommandResult> {
    const identityId = identityOfRequest(requestId);
    const decisionTarget = { fold: identity, id: identityId, refusedAs, asked: { requestId, ...asked } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { view, now, target } = decision;
      const { state } = target;
      const { organizationId, identityGroupId } = state;
      const rights = await loadCaller(decision, context);
      const request = state.requests.find((each) => each.requestId === requestId);
      if (rights === undefined || (request === undefined && !(await this.wasThere(requestId)))) {
        return notFound('access request');
      }
      decision.about({ organizationId, identityGroupId, identityId });
      const isOwn = request?.userId === rights.userId;
      if (!isOwn && !seesOrganization(rights, organizationId)) {
        return notFound('access request');
      }
      const off = refuseSupportShutOut(rights, organizationId);
      if (off !== undefined) {
        return off;
      }
      if (request === undefined) {
        return refuse('CONFLICT', 'The request is over: nothing is to be decided on it any more.');
      }
      const present = (await view.load(vault, identityGroupId)).state.approvalPolicy;
      const judged = { organizationId, request, present };
      const counted = await countedApprovals(view, this.digest, judged);
      const events = await choose({ ...judged, state, identityId, rights, view, counted, now });
      return isRefusal(events) ? events : [...events];
    });
    return { id: requestId, position };
  }

  /** One that is over and was followed by another of the same person; that it was there decides nothing. */
  private async wasThere(requestId: string): Promise<boolean> {
    return (await this.models.readModel<{ readonly id: string }>('access_requests').get(requestId)) !== undefined;
  }
}
