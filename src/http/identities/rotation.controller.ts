import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RotateIdentity } from '../../commands/identities/rotate-identity';
import { ControlRotation } from '../../commands/identities/control-rotation';
import type { Context } from '../../kernel/context';
import { GetRotation } from '../../queries/identities/get-rotation';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { acceptedAs, recipe, type Made } from '../platform/repetition/recipe';
import { answered } from '../reply/reply';
import { RotationDto } from './rotation.dtos';

const READS = ['identities', 'hosts', 'agents'];

const asked = ({ context, ids: { id = '' } }: Made) => new GetRotation(context, id, 'pam_vaults.manage');
const ASKED = acceptedAs(READS, asked);
const CANCELLED = recipe({
  reads: READS,
  ask: asked,
  reply: (found, { ids, position }) => answered(found, { ids, position }),
});

@ApiTags('Rotation')
@Controller('identities/:id')
export class RotationController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Post('rotate')
  @Endpoint({
    id: 'rotateIdentity',
    summary: 'Ask for a new value',
    permission: 'pam_vaults.manage in the organization of the identity',
    description:
      'Accepted for later (202): a new value is made and sealed, then each host changes and proves it. Refused while it is checked out (409 `CHECKED_OUT`) or rotating (409 `ROTATION_IN_PROGRESS`).',
    answers: { 202: RotationDto },
    codes: ['CHECKED_OUT', 'ORGANIZATION_SECRET_NOT_FOUND', 'ROTATION_IN_PROGRESS'],
    repeat: ASKED,
  })
  async rotate(@Ctx() context: Context, @PathId('identity') id: string) {
    const { position } = await this.commands.execute(new RotateIdentity(context, id));
    return this.answers.of(ASKED, { context, ids: { id }, position });
  }

  @Post('rotation/retry')
  @Endpoint({
    answers: { 202: RotationDto },
    repeat: ASKED,
    id: 'retryRotation',
    summary: 'Go on with a rotation that failed half-way',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'The same version, on the hosts that do not have it.',
    codes: ['CONFLICT', 'ROTATION_IN_PROGRESS'],
  })
  retry(@Ctx() context: Context, @PathId('identity') id: string) {
    return this.steer(context, 'retry', id);
  }

  @Post('rotation/cancel')
  @Endpoint({
    id: 'cancelRotation',
    summary: 'Call a rotation off',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'Hosts that have the new value keep it.',
    answers: { 200: RotationDto },
    codes: ['CONFLICT', 'ROTATION_IN_PROGRESS'],
    repeat: CANCELLED,
  })
  async cancel(@Ctx() context: Context, @PathId('identity') id: string) {
    const { position } = await this.commands.execute(new ControlRotation(context, 'cancel', id));
    return this.answers.of(CANCELLED, { context, ids: { id }, position });
  }

  @Post('rotation/reconcile')
  @Endpoint({
    answers: { 202: RotationDto },
    repeat: ASKED,
    id: 'reconcileRotation',
    summary: 'Set once more what the hosts should hold',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'Sends each host the value it should hold, for hosts that drifted or were restored from a backup.',
    codes: ['CHECKED_OUT', 'CONFLICT', 'ROTATION_IN_PROGRESS'],
  })
  reconcile(@Ctx() context: Context, @PathId('identity') id: string) {
    return this.steer(context, 'reconcile', id);
  }

  @Get('rotation')
  @Endpoint({
    id: 'getRotation',
    summary: 'What a rotation is doing',
    permission: 'pam_vaults.view in the organization of the identity',
    description:
      'Host by host: its state, since when, on which version, and in plain words what happens next or who must do what.',
    answers: { 200: RotationDto },
    reads: READS,
  })
  get(@Ctx() context: Context, @PathId('identity') id: string) {
    return this.queries.execute(new GetRotation(context, id));
  }

  private async steer(context: Context, step: 'retry' | 'reconcile', id: string) {
    const { position } = await this.commands.execute(new ControlRotation(context, step, id));
    return this.answers.of(ASKED, { context, ids: { id }, position });
  }
}
