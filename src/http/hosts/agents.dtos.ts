import { ApiSchema } from '@nestjs/swagger';
import { HostName } from '../platform/naming/name-of';
import { Reason } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { PageQuery } from '../platform/validation/page-query';
import { ToldText, toldText } from '../platform/validation/told';
import { UtcTime } from '../platform/validation/utc-time';

const STATUSES = ['active', 'pending_approval', 'locked', 'revoked'] as const;

@ApiSchema({ name: 'JoinToken' })
export class JoinTokenDto {
  @ToldText() token!: string;
  @UtcTime() expiresAt!: string;
}

@ApiSchema({ name: 'Agent' })
export class AgentDto {
  @Id() id!: string;
  @Id() hostId!: string;
  @HostName() hostName?: string;
  @OneOf(STATUSES) status!: (typeof STATUSES)[number];
  @ToldText() hostname!: string;
  @ToldText() platform!: string;
  @ToldText() agentVersion!: string;
  @ListOf(toldText) connectors!: string[];
  @UtcTime() enrolledAt!: string;
}

export class ApproveAgentDto {
  @Optional() @Reason() reason?: string;
}

export class AgentsQuery extends PageQuery {}
