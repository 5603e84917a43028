import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { EnrollIdentity } from '../../commands/identities/enroll-identity';
import type { Context } from '../../kernel/context';
import { EnrollmentOf } from '../../queries/jobs/enrollment-of';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { acceptedAs } from '../platform/repetition/recipe';
import { EnrollIdentityDto, EnrollmentDto } from './enrollment.dtos';

const ENROLLED = acceptedAs(
  ['identities', 'jobs'],
  ({ context, ids: { identity = '', job = '' } }) => new EnrollmentOf(context, identity, job),
);

/** One click: an account on a host is taken over. */
@ApiTags('Hosts')
@Controller('hosts/:id')
export class EnrollmentController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Post('pam-enroll')
  @Endpoint({
    id: 'enrollAccount',
    summary: 'Take over an account on a host with a random password',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'The identity can be used once the host has proved the password by a login.',
    answers: { 202: EnrollmentDto },
    codes: [
      'ACCOUNT_ALREADY_MANAGED',
      'HOST_OFFLINE',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'PASSWORD_POLICY_UNSATISFIABLE',
    ],
    repeat: ENROLLED,
  })
  async enroll(@Ctx() context: Context, @PathId('host') hostId: string, @Body() body: EnrollIdentityDto) {
    const { username, identityGroupId } = body;
    const command = new EnrollIdentity(context, hostId, identityGroupId, username);
    const { id, jobId, position } = await this.commands.execute(command);
    return this.answers.of(ENROLLED, { context, ids: { identity: id, job: jobId }, position });
  }
}
