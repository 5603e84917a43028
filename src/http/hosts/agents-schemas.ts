import { Type, type Static } from '@sinclair/typebox';
import { Id, input, oneOf, paging, Reason, Timestamp } from '../schema/fields';

export const JoinToken = Type.Object({ token: Type.String(), expiresAt: Timestamp }, { title: 'JoinToken' });

export const AgentShape = Type.Object(
  {
    id: Id,
    hostId: Id,
    status: oneOf('active', 'pending_approval', 'locked', 'revoked'),
    hostname: Type.String(),
    platform: Type.String(),
    agentVersion: Type.String(),
    connectors: Type.Array(Type.String()),
    enrolledAt: Timestamp,
  },
  { title: 'Agent' },
);

export const ApproveAgentBody = input({
  reason: Type.Optional(Reason),
});
export type ApproveAgentBody = Static<typeof ApproveAgentBody>;

export const AgentsQuery = input(paging);
export type AgentsQuery = Static<typeof AgentsQuery>;
