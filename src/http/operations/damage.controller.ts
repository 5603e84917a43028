import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SettleDamage } from '../../commands/operations/settle-damage';
import type { Context } from '../../kernel/context';
import { ListDamage } from '../../queries/operations/list-damage';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { recipe } from '../platform/repetition/recipe';
import { answered } from '../reply/reply';
import { DamageDto, DamageListDto, SettleDto } from './damage.dtos';

const SETTLED = recipe({
  ask: ({ context }) => new ListDamage(context),
  reply: (all, { ids, position }) =>
    answered(
      all.find(({ id }) => id === ids['id']),
      { ids, position },
    ),
});

@ApiTags('Operations')
@Controller('operations/damage')
export class DamageController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Get()
  @Endpoint({
    id: 'listDamage',
    summary: 'What can not be read of the log, newest first; owners only',
    permission: 'an owner',
    description:
      'Each stream named here is frozen until its damage is settled, save where `until` says that a clock was ahead, and where `kind` says what followed when the log was put back: `orphaned` is a sealed value that no fact names (settling it destroys it), `lost` something that was taken away and stands again (do it again, then settle it), `omitted` how many more were not listed.',
    answers: { 200: DamageListDto },
  })
  async list(@Ctx() context: Context) {
    return { items: await this.queries.execute(new ListDamage(context)) };
  }

  @Post(':id/settle')
  @Endpoint({
    id: 'settleDamage',
    summary:
      'Pass over for ever what can not be read, give up what is lost, or disregard times in the future; owners only',
    permission: 'an owner',
    description: 'No right that a stream gave stands after a loss of it is settled, until it is given again.',
    answers: { 200: DamageDto },
    repeat: SETTLED,
  })
  async settle(@Ctx() context: Context, @PathId('damage') id: string, @Body() { reason }: SettleDto) {
    const { position } = await this.commands.execute(new SettleDamage(context, id, reason));
    return this.answers.of(SETTLED, { context, ids: { id }, position });
  }
}
