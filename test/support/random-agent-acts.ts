import fc from 'fast-check';
import { admitAgent } from '../../src/domain/identities/decide/admit-agent';
import { giveUpJobsOf } from '../../src/domain/identities/decide/end-job';
import { reconcile } from '../../src/domain/identities/decide/retry';
import { shareAccount } from '../../src/domain/identities/decide/share-account';
import { restoreVersion } from '../../src/domain/identities/decide/versions';
import { at, ID } from './an-identity';
import { HOSTS, type Machines } from './random-rotations';

type Act = (machines: Machines) => void;
const host = fc.constantFrom(...HOSTS);

/** Another agent takes the place of a host's: what the one before had in hand it tells nobody. */
const succeeded = (machines: Machines, hostId: string): void => {
  const { moment, agents, inHand, unsent } = machines;
  const before = agents.get(hostId) ?? `${hostId}.agent`;
  const agentId = `${hostId}.${moment.unique}`;
  agents.set(hostId, agentId);
  for (const list of [inHand, unsent]) list.splice(0);
  machines.decide((state) => giveUpJobsOf(state, ID, before, moment.now));
  machines.decide((state) => admitAgent(state, ID, { hostId, agentId }, moment));
  machines.policies();
};

/** What happens between an identity and the agents of its hosts: who is let in, asked for, told that it is not alone. */
export const AGENT_ACTS: fc.Arbitrary<Act> = fc.oneof(
  {
    arbitrary: host.map(
      (hostId): Act =>
        (machines) =>
          succeeded(machines, hostId),
    ),
    weight: 3,
  },
  fc.constant<Act>((machines) => {
    machines.decide((state) => reconcile(state, ID, machines.moment, { by: 'boss', untrusted: [] }));
  }),
  fc.tuple(host, fc.boolean()).map(([hostId, stopped]): Act => (machines) => {
    const sharing = { otherIdentityId: 'other', otherIdentityName: 'Other', stopped };
    machines.decide((state) => shareAccount(state, ID, hostId, sharing, at(machines.minute)));
  }),
  fc.nat(3).map((n): Act => (machines) => {
    const { highestVersion, replaced } = machines.state;
    const wanted = replaced[n % Math.max(1, replaced.length)]?.version ?? 0;
    const restoring = { version: highestVersion + 1, by: 'boss@example.com', now: at(machines.minute) };
    machines.decide((state) => restoreVersion(state, ID, wanted, restoring));
  }),
);
