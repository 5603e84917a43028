import type { DomainEvent } from '../../kernel/event';
import type { IdentitySubject } from '../identity-subject';

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
/**
 * The account on this host is also another identity's, or its machine is also another host, by what agents say of it. Of one
 * of another organization nothing is told but that it is there. `stopped`: this identity came later, so nothing is done here
 * by itself until a person acts.
 */
export type HostAccountShared = DomainEvent<
  'keyledger.host-account-shared.v1',
  IdentitySubject & {
    hostId: string;
    otherIdentityId?: string;
    otherIdentityName?: string;
    otherHostId?: string;
    otherHostName?: string;
    stopped: boolean;
    foundAt: string;
  }
>;
