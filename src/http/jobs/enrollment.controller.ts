import { Controller, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Type, type Static } from '@sinclair/typebox';
import { EnrollIdentity } from '../../commands/identities/enroll-identity';
import type { Context } from '../../kernel/context';
import { EnrollmentOf } from '../../queries/jobs/enrollment-of';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Identity } from '../identities/identity-schemas';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId } from '../operation/parameters';
import { accepted } from '../reply/reply';
import { Id, input } from '../schema/fields';
import { label } from '../schema/text';
import { Job } from './job-schemas';

const EnrollIdentityBody = input({ username: label({ max: 200 }), identityGroupId: Id });
type EnrollIdentityBody = Static<typeof EnrollIdentityBody>;

const Enrollment = Type.Object({ identity: Identity, job: Job }, { title: 'Enrollment' });

const READS = ['identities', 'jobs'];

/** One click: an account on a host is taken over. */
@Controller('hosts/:id')
export class EnrollmentController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
  ) {}

  @Post('pam-enroll')
  @Operation({
    summary: 'Take over an account on a host with a random password',
    id: 'enrollAccount',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'The identity can be used once the host has proved the password by a login.',
    tag: 'Hosts',
    thing: 'host',
    body: EnrollIdentityBody,
    answers: { 202: Enrollment },
    codes: [
      'ACCOUNT_ALREADY_MANAGED',
      'HOST_OFFLINE',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'PASSWORD_POLICY_UNSATISFIABLE',
    ],
    repeat: 'repeatEnroll',
  })
  async enroll(@Ctx() context: Context, @PathId() hostId: string, @Input() body: EnrollIdentityBody) {
    const { username, identityGroupId } = body;
    const command = new EnrollIdentity(context, hostId, identityGroupId, username);
    const { id, jobId, position } = await this.commands.execute(command);
    return this.shown(context, id, jobId, position);
  }

  repeatEnroll({ receipt: { ids, position }, context }: Repetition) {
    return this.shown(context, ids['identity'] ?? '', ids['job'] ?? '', position);
  }

  private async shown(context: Context, identity: string, job: string, position: string) {
    const body = await this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new EnrollmentOf(context, identity, job)),
    );
    return accepted(body, { ids: { identity, job }, position });
  }
}
