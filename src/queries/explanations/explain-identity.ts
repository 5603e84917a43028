import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { explainAct, type ActName } from '../../access/acts/explain-act';
import { loadAskedIdentity, type IdentityState } from '../../access/asked-identity';
import { permissionsOf } from '../../access/caller-permissions';
import { decidingFact, type DecidingFact } from '../../access/deciding-fact';
import { notFound, requireRole } from '../../access/require';
import { mayKnowOfOthers, requireOthersAccess } from '../../access/others-access';
import { seesOrganization } from '../../access/permissions';
import { userExists } from '../../access/user-exists';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { JudgedStep, StepName } from '../../kernel/judged-step';
import { RefusedError } from '../../kernel/refused-error';
import { StreamReader } from '../../kernel/stream-reader';
import { QueryAuthorization, type QueryContext } from '../authorization/query-authorization';

/** A step of the decision, in words, with the fact that made it hold or not. */
export interface ExplainedStep {
  readonly step: StepName;
  readonly holds: boolean;
  readonly explanation: string;
  /** Absent: no fact ever touched what was looked at. */
  readonly fact?: DecidingFact;
}

export interface Explanation {
  readonly allowed: boolean;
  /** The code that somebody would be refused with. */
  readonly code?: string;
  /** In the order they are judged; the first that does not hold is the last. */
  readonly steps: readonly ExplainedStep[];
}

/**
 * Why somebody can, or can't, use an identity's value now. Of oneself for anybody who has a role where the identity is; of others
 * for who holds `pam_vaults.manage` or `pam_audit.read` there.
 */
export class ExplainIdentity extends Query<Explanation> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly action: ActName,
    /** Absent: who asks. */
    readonly userId?: string,
  ) {
    super();
  }
}

@QueryHandler(ExplainIdentity)
export class ExplainIdentityHandler implements IQueryHandler<ExplainIdentity> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(StreamReader) private readonly reader: StreamReader,
  ) {}

  async execute({ context, identityId, action, userId: asked }: ExplainIdentity): Promise<Explanation> {
    const caller = await this.asking.caller(context);
    const { view, rights: asker } = caller;
    const userId = asked ?? asker.userId;
    const isOwn = userId === asker.userId;
    const identity = await this.find(caller, identityId, isOwn);
    if (!isOwn && !(await userExists(view, userId))) {
      throw new RefusedError(notFound('user'));
    }
    // Of oneself no more than the token says that was brought.
    const rights = isOwn ? asker : await permissionsOf(view, userId);
    const now = await this.asking.nowOf(caller, identityId);
    const told: JudgedStep[] = [];
    const tell = (step: JudgedStep) => void told.push(step);
    const act = { view, digest: this.digest, rights, identityId, identity, now, tell };
    const refusal = await explainAct(act, action, userId);
    const isShown = (place = identity.organizationId) =>
      isOwn || place === identity.organizationId || seesOrganization(asker, place);
    const steps = await Promise.all(
      told.map(async ({ on, ...step }): Promise<ExplainedStep> => {
        const found = await decidingFact(view, this.reader, on);
        return found === undefined || !isShown(found.organizationId) ? step : { ...step, fact: found.fact };
      }),
    );
    return refusal === undefined ? { allowed: true, steps } : { allowed: false, code: refusal.code, steps };
  }

  /** The identity, if it exists for who asks, and if they may know this of it. */
  private async find({ view, rights }: QueryContext, identityId: string, isOwn: boolean): Promise<IdentityState> {
    const identity = await loadAskedIdentity(view, identityId);
    const place = identity?.organizationId ?? '';
    const isHidden = identity?.status === 'deleted' && !mayKnowOfOthers(rights, place);
    const denied =
      identity === undefined || isHidden
        ? notFound('identity')
        : isOwn
          ? requireRole(rights, place, 'identity')
          : requireOthersAccess(rights, place, 'identity');
    if (identity === undefined || denied !== undefined) {
      throw new RefusedError(denied ?? notFound('identity'));
    }
    return identity;
  }
}
