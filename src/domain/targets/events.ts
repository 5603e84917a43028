import type { DomainEvent } from '../../kernel/event';

/**
 * Stream `targetMachine-<hash of machine id>`: an agent says that its host is this machine. A claim stops nothing that was
 * there before it.
 */
export type TargetMachineClaimed = DomainEvent<
  'keyledger.target-machine-claimed.v1',
  { organizationId: string; hostId: string; agentId: string; claimedAt: string }
>;
/**
 * Stream `targetAccount-<hash of machine id, connector, port, name>`: an agent says that the identity's account is the one
 * that the target itself calls so.
 */
export type TargetAccountClaimed = DomainEvent<
  'keyledger.target-account-claimed.v1',
  {
    organizationId: string;
    identityGroupId: string;
    identityId: string;
    hostId: string;
    agentId: string;
    claimedAt: string;
  }
>;
