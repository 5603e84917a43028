import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { requireReplay } from '../../access/replaying';
import type { Context } from '../../kernel/context';
import { Evidence } from '../../kernel/evidence';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';

const NOT_COVERED = refuse('NOT_FOUND', 'No signed checkpoint covers such a fact, or none does yet.', {
  retryAfterSeconds: 1,
});

/** The proof that a fact stands in the log. For whoever did it, and who may read it in the audit. */
export class GetReceipt extends Query<string> {
  constructor(
    readonly context: Context,
    readonly eventId: string,
  ) {
    super();
  }
}

@QueryHandler(GetReceipt)
export class GetReceiptHandler implements IQueryHandler<GetReceipt> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Evidence) private readonly evidence: Evidence,
  ) {}

  async execute({ context, eventId }: GetReceipt): Promise<string> {
    const { rights } = await this.asking.caller(context);
    const fact = await this.evidence.fact(eventId);
    const isOwn = fact?.metadata.actor.userId === rights.userId;
    // What a caller may not see is told in the words of what is not there.
    const isHidden = fact === undefined || (!isOwn && requireReplay(rights, [fact]) !== undefined);
    const proof = isHidden ? undefined : await this.evidence.proof(eventId);
    if (proof === undefined) throw new RefusedError(NOT_COVERED);
    return proof;
  }
}
