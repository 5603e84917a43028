import { Module } from '@nestjs/common';
import { ApproveAgentHandler } from '../commands/hosts/approve-agent';
import { ChangeAgents } from '../commands/hosts/change-agents';
import { CreateHostHandler } from '../commands/hosts/create-host';
import { DeleteHostHandler } from '../commands/hosts/delete-host';
import { EnrollAgentHandler } from '../commands/hosts/enroll-agent';
import { IssueJoinTokenHandler } from '../commands/hosts/issue-join-token';
import { LockAgentHandler } from '../commands/hosts/lock-agent';
import { OtherApprovers } from '../commands/hosts/other-approvers';
import { RenameHostHandler } from '../commands/hosts/rename-host';
import { RepeatJoinTokenHandler } from '../commands/hosts/repeat-join-token';
import { ReplaceAgentKeysHandler } from '../commands/hosts/replace-agent-keys';
import { ReportAgentFactsHandler } from '../commands/hosts/report-agent-facts';
import { RevokeAgentHandler } from '../commands/hosts/revoke-agent';
import { AgentsController } from '../http/hosts/agents.controller';
import { HostsController } from '../http/hosts/hosts.controller';
import { GetHostHandler } from '../queries/hosts/get-host';
import { HostViews } from '../queries/hosts/host-views';
import { ListAgentsHandler } from '../queries/hosts/list-agents';
import { ListHostsHandler } from '../queries/hosts/list-hosts';
import { OrganizationsModule } from './organizations.module';

/** Hosts: routes, commands, queries, and what happens by itself. */
@Module({
  imports: [OrganizationsModule],
  controllers: [HostsController, AgentsController],
  providers: [
    CreateHostHandler,
    RenameHostHandler,
    DeleteHostHandler,
    IssueJoinTokenHandler,
    RepeatJoinTokenHandler,
    ChangeAgents,
    OtherApprovers,
    ApproveAgentHandler,
    RevokeAgentHandler,
    EnrollAgentHandler,
    LockAgentHandler,
    ReplaceAgentKeysHandler,
    ReportAgentFactsHandler,
    HostViews,
    ListHostsHandler,
    GetHostHandler,
    ListAgentsHandler,
  ],
  exports: [HostViews],
})
export class HostsModule {}
