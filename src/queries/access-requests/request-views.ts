import { Inject, Injectable } from '@nestjs/common';
import type { AccessRequestDocument, DecisionDocument } from '../../../projections/access-requests/document';
import { mayDecideOn, requestStatus, type RequestStatus, type UndecidedRequest } from '../../access/request-status';
import { Digest } from '../../kernel/digest';
import { ReadModels } from '../../kernel/read-models';
import type { QueryContext } from '../authorization/query-authorization';

type Shown = Omit<AccessRequestDocument, 'approvers' | 'decisions' | 'status' | 'usedUntil' | 'revision'>;

/** A request as people are shown it: as it stands now, with all that was decided on it. */
export interface RequestView extends Shown {
  readonly identityName?: string;
  readonly identityGroupName?: string;
  readonly organizationName?: string;
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
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async of(request: AccessRequestDocument, caller: QueryContext): Promise<RequestView> {
    const { approvers: _a, usedUntil: _u, revision: _r, decisions, ...shown } = request;
    const [status, names] = await Promise.all([this.statusOf(request, caller), this.namesOf(request)]);
    return { ...shown, ...names, status, decisions: decisions.map(({ idpUserId: _, ...decision }) => decision) };
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

  private async namesOf({ identityId, identityGroupId, organizationId }: AccessRequestDocument) {
    const [identityName, identityGroupName, organizationName] = await Promise.all([
      this.nameOf('identities', identityId),
      this.nameOf('vaults', identityGroupId),
      this.nameOf('organizations', organizationId),
    ]);
    return {
      ...(identityName === undefined ? {} : { identityName }),
      ...(identityGroupName === undefined ? {} : { identityGroupName }),
      ...(organizationName === undefined ? {} : { organizationName }),
    };
  }

  private async nameOf(model: string, id: string): Promise<string | undefined> {
    return (await this.models.readModel<{ readonly name: string }>(model).get(id))?.name;
  }
}
