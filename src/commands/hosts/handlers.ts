import { ApproveAgentHandler } from './approve-agent';
import { ChangeAgents } from './change-agents';
import { CreateHostHandler } from './create-host';
import { DeleteHostHandler } from './delete-host';
import { EnrollAgentHandler } from './enroll-agent';
import { IssueJoinTokenHandler } from './issue-join-token';
import { LockAgentHandler } from './lock-agent';
import { OtherApprovers } from './other-approvers';
import { RenameHostHandler } from './rename-host';
import { RepeatJoinTokenHandler } from './repeat-join-token';
import { ReplaceAgentKeysHandler } from './replace-agent-keys';
import { ReportAgentFactsHandler } from './report-agent-facts';
import { RevokeAgentHandler } from './revoke-agent';

export const HOST_COMMANDS = [
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
];
