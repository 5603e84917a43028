import type { AgentOnHost, HostAgentAdmitted } from '../../src/domain/identities/events';
import type { IdentityHostDocument, IdentityDocument } from './document';
import { withHost } from './with-host';

/** Another agent works on the host from now on. */
export const admitted = (
  identity: IdentityDocument,
  { hostId, withheldUpTo }: Pick<HostAgentAdmitted['data'], 'hostId' | 'withheldUpTo'>,
): IdentityDocument =>
  withHost(identity, hostId, ({ withheldUpTo: _, sent: __, ...host }) =>
    withheldUpTo === 0 ? host : { ...host, withheldUpTo },
  );

/** A person put the identity there anew, and meant the agents that were at work. */
export const vouchedFor = (identity: IdentityDocument, agents: readonly AgentOnHost[] = []): IdentityDocument =>
  agents.reduce((after, { hostId }) => admitted(after, { hostId, withheldUpTo: 0 }), identity);

/** What its agent was sent at somebody's word it may be sent again. */
export const sentTo = (host: IdentityHostDocument, version: number): IdentityHostDocument =>
  host.withheldUpTo === undefined || host.sent?.includes(version) === true
    ? host
    : { ...host, sent: [...(host.sent ?? []), version] };

/** What is left of a host where everything else that was known is not so any more: which values its agent is not sent. */
export const withheldThere = ({ withheldUpTo, sent }: IdentityHostDocument): IdentityHostDocument => ({
  ...(withheldUpTo === undefined ? {} : { withheldUpTo }),
  ...(sent === undefined ? {} : { sent }),
});
