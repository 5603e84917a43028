import { Inject, Injectable } from '@nestjs/common';
import type { AccessRequestDocument, DecisionDocument } from '../../../projections/access-requests/document';
import { mayDecideOn, requestStatus, type RequestStatus, type UndecidedRequest } from '../../access/request-status';
import { Digest } from '../../kernel/digest';
import type { QueryContext } from '../authorization/query-authorization';

type Shown = Omit<AccessRequestDocument, 'approvers' | 'decisions' | 'status' | 'usedUntil' | 'revision'>;

/** A request as people are shown it: as it stands now, with all that was decided on it. */
export interface RequestView extends Shown {
  readonly status: RequestStatus;
  readonly decisions: readonly Omit<DecisionDocument, 'idpUserId'>[];
}

/** Facts that never change; who may decide is judged from the streams. */
const undecided = ({ required, approvers, decisions, ...request }: AccessRequestDocument): UndecidedRequest => ({
  ...request,
  policy: { required, approvers },
  approvals: decisions.flatMap(({ decision, idpUserId, userId, userEmail }) =>
    decision === 'approve' && idpUserId !== undefined ? [{ userId, userEmail, idpUserId }] : [],
  ),
});

/** Tells of requests how they stand: by the code that a checkout is judged by. */
@Injectable()
export class RequestViews {
  constructor(@Inject(Digest) private readonly digest: Digest) {}

  async of(request: AccessRequestDocument, caller: QueryContext): Promise<RequestView> {
    const { approvers: _a, usedUntil: _u, revision: _r, decisions, ...shown } = request;
    const status = await this.statusOf(request, caller);
    return { ...shown, status, decisions: decisions.map(({ idpUserId: _, ...decision }) => decision) };
  }

  /** Could the caller approve or deny it now? One who has approved it already has nothing left to do. */
  async waitsFor(request: AccessRequestDocument, caller: QueryContext): Promise<boolean> {
    if (!(await this.mayDecide(request, caller))) return false;
    const { userId } = caller.rights;
    const hasApproved = request.decisions.some((each) => each.decision === 'approve' && each.userId === userId);
    return !hasApproved && (await this.statusOf(request, caller)) === 'pending';
  }

  mayDecide(request: AccessRequestDocument, { view, rights }: QueryContext): Promise<boolean> {
    return mayDecideOn(view, this.digest, rights, undecided(request));
  }

  private statusOf(
    request: AccessRequestDocument,
    { view, now }: QueryContext,
  ): RequestStatus | Promise<RequestStatus> {
    const { status } = request;
    const isOver = status !== 'pending' && status !== 'approved';
    return isOver ? status : requestStatus(view, this.digest, undecided(request), now);
  }
}
