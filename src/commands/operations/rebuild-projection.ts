import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwner } from '../../access/require';
import type { OperationEvent } from '../../domain/operations/events';
import type { Context } from '../../kernel/context';
import { ProjectionOperations } from '../../kernel/operations';
import type { CommandResult } from '../../kernel/command-result';
import { FactRecorder } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';

/** Has a read model built anew beside what is served. Owners only. */
export class RebuildProjection extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly projection: string,
  ) {
    super();
  }
}

@CommandHandler(RebuildProjection)
export class RebuildProjectionHandler implements ICommandHandler<RebuildProjection> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(ProjectionOperations) private readonly projections: ProjectionOperations,
  ) {}

  async execute({ context, projection }: RebuildProjection): Promise<CommandResult> {
    const refusedAs = 'keyledger.projection-rebuild-refused.v1';
    await this.recording.judge(
      context,
      refusedAs,
      async (authorization) => {
        authorization.about('account');
        const refusal = requireOwner(await loadCaller(authorization, context));
        return refusal ?? (this.projections.has(projection) ? true : notFound('projection'));
      },
      { projection },
    );
    const event: OperationEvent = { type: 'keyledger.projection-rebuild-requested.v1', data: { projection } };
    const { position } = await this.recording.record(context, 'operations', event);
    await this.projections.rebuild(projection);
    return { id: projection, position };
  }
}
