import { entryOf } from '../../kernel/entry-of';
import type { Sharing } from '../../domain/identities/decide/share-account';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState, KnownTarget } from '../../domain/identities/state';
import { holdingOn } from '../../domain/identities/holdings';
import { host, type HostState } from '../../domain/hosts/state';
import { whichHostStops, whichIdentityStops, type IdentityAge, type ClaimVerdict } from '../../domain/targets/decide';
import type { View } from '../../kernel/stream-reader';
import type { ClaimsOnTarget } from './target-claims';

/** What is told to whoever asks, and to the other identity, where it is one of the same organization. */
export interface Shared {
  readonly own: Sharing;
  readonly other?: { readonly identityId: string; readonly hostId: string; readonly told: Sharing };
}

interface ReportingHost {
  readonly identityId: string;
  readonly hostId: string;
  readonly state: IdentityState;
}

/** The agent whose word a claim was, while it still works there. */
const agentOf = ({ status, agents }: HostState, agentId: string) =>
  status === 'active' ? agents.find((agent) => agent.agentId === agentId && agent.status !== 'revoked') : undefined;

type Target = NonNullable<KnownTarget['target']>;

const isSame = (one: Target, other: Target): boolean =>
  one.machine === other.machine && one.port === other.port && one.name === other.name;

const isOn = ({ status, settings }: IdentityState, hostId: string): boolean =>
  (status === 'active' || status === 'enrolling') && settings.hostIds.includes(hostId);

const contender = (state: IdentityState, hostId: string): IdentityAge => ({
  createdAt: state.createdAt,
  moved: entryOf(state.targets, hostId)?.moved === true,
  stopped: holdingOn(state, hostId).stopped === true,
});

/** Claims are only words: what they are about says whether they still hold, and a mere word stops nothing that was there first. */
export const sharingOf = async (
  view: View,
  { identityId, hostId, state }: ReportingHost,
  { machine, account }: ClaimsOnTarget,
  target: Target,
): Promise<readonly Shared[]> => {
  const { organizationId, settings } = state;
  const found: Shared[] = [];
  const { state: ownHost } = await view.load(host, hostId);
  const ownClaim = machine.find((claim) => claim.hostId === hostId);
  const ownAgent = ownClaim && agentOf(ownHost, ownClaim.agentId);
  const verdicts = new Map<string, ClaimVerdict>();
  let elsewhere = false;
  for (const claim of machine.filter((each) => each.hostId !== hostId)) {
    const { state: other } = await view.load(host, claim.hostId);
    const agent = agentOf(other, claim.agentId);
    if (agent === undefined || ownAgent === undefined || ownClaim === undefined) continue;
    if (claim.organizationId !== organizationId) {
      elsewhere = true;
      continue;
    }
    const verdict = whichHostStops({ ...ownAgent, ...ownClaim }, { ...agent, ...claim });
    verdicts.set(claim.hostId, verdict);
    const stopped = verdict === 'asker';
    found.push({ own: { otherHostId: claim.hostId, otherHostName: other.name, stopped } });
  }
  const ownPlace = account.findIndex((claim) => claim.identityId === identityId && claim.hostId === hostId);
  for (const [n, claim] of account.entries()) {
    if (claim.identityId === identityId || claim.organizationId !== organizationId) continue;
    const { state: other } = await view.load(identity, claim.identityId);
    const isSameHost = claim.hostId === hostId;
    const known = entryOf(other.targets, claim.hostId)?.target;
    const means = known === undefined || isSame(known, target);
    if (!isOn(other, claim.hostId) || !means || (!isSameHost && !verdicts.has(claim.hostId))) continue;
    const verdict = isSameHost
      ? whichIdentityStops(contender(state, hostId), contender(other, hostId), n < ownPlace)
      : (verdicts.get(claim.hostId) ?? 'neither');
    found.push({
      own: {
        otherIdentityId: claim.identityId,
        otherIdentityName: other.settings.name,
        otherHostId: claim.hostId,
        stopped: verdict === 'asker',
      },
      other: {
        identityId: claim.identityId,
        hostId: claim.hostId,
        told: {
          otherIdentityId: identityId,
          otherIdentityName: settings.name,
          otherHostId: hostId,
          stopped: verdict === 'other',
        },
      },
    });
  }
  return elsewhere ? [...found, { own: { stopped: false } }] : found;
};
