import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { RotateIdentity } from '../../commands/identities/rotate-identity';
import type { Context } from '../../kernel/context';
import { GetRotation } from '../../queries/identities/get-rotation';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, PathId } from '../operation/parameters';
import { accepted } from '../reply/reply';
import { Rotation } from './rotation-schemas';

const READS = ['identities', 'hosts'];

@Controller('identities/:id')
export class RotationController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
  ) {}

  @Post('rotate')
  @Operation({
    summary: 'Ask for a new value',
    tag: 'Rotation',
    thing: 'identity',
    answers: { 202: Rotation },
    codes: ['CHECKED_OUT', 'ORGANIZATION_SECRET_NOT_FOUND', 'ROTATION_IN_PROGRESS'],
    repeat: 'repeatRotate',
  })
  async rotate(@Ctx() context: Context, @PathId() id: string) {
    const { position } = await this.commands.execute(new RotateIdentity(context, id));
    return this.asked(context, id, position);
  }

  repeatRotate({ receipt, context }: Repetition) {
    return this.asked(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Get('rotation')
  @Operation({
    summary: 'What a rotation is doing',
    tag: 'Rotation',
    thing: 'identity',
    answers: { 200: Rotation },
    reads: READS,
  })
  get(@Ctx() context: Context, @PathId() id: string) {
    return this.queries.execute(new GetRotation(context, id));
  }

  private async asked(context: Context, id: string, position: string) {
    const rotation = await this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetRotation(context, id)),
    );
    return accepted(rotation, { ids: { id }, position });
  }
}
