import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwner } from '../../access/require';
import type { OperationEvent } from '../../domain/operations/events';
import type { Context } from '../../kernel/context';
import type { ProjectionOperations } from '../../kernel/operations';
import { PORTS } from '../../kernel/ports';
import type { Written } from '../../kernel/written';
import { Recording } from '../deciding/recording';
import { callerAt } from '../deciding/reach';

/** Has a read model built anew beside what is served. Owners only. */
export class RebuildProjection extends Command<Written> {
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
    @Inject(Recording) private readonly recording: Recording,
    @Inject(PORTS.projectionOperations) private readonly projections: ProjectionOperations,
  ) {}

  async execute({ context, projection }: RebuildProjection): Promise<Written> {
    const refusedAs = 'keyledger.projection-rebuild-refused.v1';
    await this.recording.hear(
      context,
      refusedAs,
      async (hearing) => {
        hearing.about('account');
        const refusal = requireOwner(await callerAt(hearing, context));
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
