import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { RotateIdentity } from '../identities/rotate-identity';
import { Bulk, type Asked, type BulkResult } from './bulk';
import { Candidates, type BulkPlace } from './candidates';

/** Which identities, by the same words as a list of them. */
export interface RotationFilter extends BulkPlace {
  readonly hostId?: string;
  readonly state?: string;
  readonly q?: string;
}

/** As many can be done before who asked stops waiting. */
export const MOST_ROTATED = 1_000;
const MOST_ON_A_HOST = 1_000;

/** Asks for a new value of each identity that fits. Needs `pam_vaults.manage`; where it is not held nothing is looked for. */
export class RotateIdentities extends Command<BulkResult> {
  constructor(
    readonly context: Context,
    readonly filter: RotationFilter,
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
    { hostId, state, q, ...place }: RotationFilter,
  ): Promise<Asked | Refusal> {
    const scope = await this.candidates.scope(authorization, context, place);
    if (isRefusal(scope)) return scope;
    const where = [
      ...scope,
      { field: 'state', in: state === undefined ? ['active', 'enrolling'] : [state] },
      ...(hostId === undefined ? [] : [{ field: 'id', in: await this.on(hostId) }]),
    ];
    const word = q === undefined ? {} : { word: q };
    const { at } = authorization.view;
    const asked = await this.candidates.find('identities', ['host_members'], at, MOST_ROTATED, { where, ...word });
    return asked.ids.length > MOST_ROTATED ? tooMany() : asked;
  }

  private async on(hostId: string): Promise<readonly string[]> {
    const members = this.models.readModel<{ readonly identityId: string }>('host_members');
    const found = await members.find({ where: [{ field: 'hostId', is: hostId }], limit: MOST_ON_A_HOST });
    return found.map(({ identityId }) => identityId);
  }
}
