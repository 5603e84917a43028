import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { findIdentities } from '../../access/identity-search/find-identities';
import { SEARCHED, type IdentityFilter } from '../../access/identity-search/identity-filter';
import { notFound } from '../../access/require';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { ReadModels } from '../../kernel/read-models';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';
import { RotateIdentity } from '../identities/rotate-identity';
import { Bulk, type Asked, type BulkResult } from './bulk';
import { Candidates } from './candidates';

/** As many can be done before who asked stops waiting. */
export const MOST_ROTATED = 1_000;

/** Asks for a new value of each identity that fits. Needs `pam_vaults.manage`; where it is not held nothing is looked for. */
export class RotateIdentities extends Command<BulkResult> {
  constructor(
    readonly context: Context,
    readonly filter: IdentityFilter,
  ) {
    super();
  }
}

const tooMany = (): Refusal =>
  refuse('VALIDATION_FAILED', `More than ${MOST_ROTATED} identities fit. Narrow the filter.`, {
    errors: [{ field: 'filter', message: `must fit at most ${MOST_ROTATED} identities` }],
  });

@CommandHandler(RotateIdentities)
export class RotateIdentitiesHandler implements ICommandHandler<RotateIdentities> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Candidates) private readonly candidates: Candidates,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(Bulk) private readonly bulk: Bulk,
  ) {}

  async execute({ context, filter }: RotateIdentities): Promise<BulkResult> {
    const refusedAs = 'keyledger.identities-rotate-refused.v1';
    const choose = (authorization: AuthorizationContext) => this.choose(authorization, context, filter);
    const asked = await this.recording.judge(context, refusedAs, choose, { filter });
    return this.bulk.run(context, asked, (each, id) => new RotateIdentity(each, id));
  }

  private async choose(
    authorization: AuthorizationContext,
    context: Context,
    filter: IdentityFilter,
  ): Promise<Asked | Refusal> {
    const scope = await this.candidates.scope(authorization, context, filter);
    if (isRefusal(scope)) return scope;
    const { view } = authorization;
    const rights = await loadCaller(authorization, context);
    if (rights === undefined) return notFound('user');
    await this.candidates.readUpTo(SEARCHED, view.at);
    const search = { view, now: view.time, rights, models: this.models, digest: this.digest };
    const found = await findIdentities(search, filter, scope, { limit: MOST_ROTATED + 1 });
    return found.length > MOST_ROTATED ? tooMany() : { ids: found.map(({ id }) => id), at: view.at };
  }
}
