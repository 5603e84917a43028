import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { evidenceState } from '../../access/evidence-state';
import type { Context } from '../../kernel/context';
import { Evidence } from '../../kernel/evidence';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';

const NONE_YET = refuse('NOT_FOUND', 'No checkpoint was signed yet.', { retryAfterSeconds: 1 });

/** The newest signed checkpoint. For anybody; refused where the log is no longer the one that was signed. */
export class GetCheckpoint extends Query<string> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(GetCheckpoint)
export class GetCheckpointHandler implements IQueryHandler<GetCheckpoint> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Evidence) private readonly evidence: Evidence,
  ) {}

  async execute({ context }: GetCheckpoint): Promise<string> {
    const { view } = await this.asking.caller(context);
    const { stopped } = await evidenceState(view);
    if (stopped !== undefined) {
      const { cause, detail, agreesUpTo, leaf } = stopped;
      throw new RefusedError(
        refuse(
          'EVIDENCE_STOPPED',
          `${detail} Nothing is signed until an owner begins a new log (POST /evidence/restart).`,
          {
            cause,
            agreesUpTo,
            ...(leaf === undefined ? {} : { leaf }),
          },
        ),
      );
    }
    const checkpoint = await this.evidence.checkpoint();
    if (checkpoint === undefined) throw new RefusedError(NONE_YET);
    return checkpoint;
  }
}
