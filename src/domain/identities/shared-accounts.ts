import { withEntry } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import { accountOf } from './account-of';
import type { HostAccountShared } from '../targets/events';
import type { IdentitySettings } from './events';
import { holdingOn, withHolding } from './holdings';
import type { IdentityState, KnownTarget } from './state';

/** What is known of a target counts as long as the identity is on its host, and means the same account. */
export const targetsAfter = (state: IdentityState, settings: IdentitySettings): IdentityState['targets'] => {
  const isSame = accountOf(settings) === accountOf(state.settings);
  const known = (hostId: string): KnownTarget =>
    isSame && state.settings.hostIds.includes(hostId) ? (entryOf(state.targets, hostId) ?? {}) : { moved: true };
  return Object.fromEntries(settings.hostIds.map((hostId) => [hostId, known(hostId)]));
};

/** With whom, in one text, so that the same news is told once. */
export const sharedWithIn = ({
  otherIdentityId = '',
  otherHostId = '',
  stopped,
}: Pick<HostAccountShared['data'], 'otherIdentityId' | 'otherHostId' | 'stopped'>): string =>
  `${otherIdentityId} ${otherHostId} ${stopped}`;

/** Who came later stands still on that host; who was there first goes on. */
export const sharedAccounts = (state: IdentityState, fact: HostAccountShared['data']): IdentityState => {
  const { hostId, stopped, foundAt: since } = fact;
  const known = { ...entryOf(state.targets, hostId), sharedWith: sharedWithIn(fact) };
  const told = { ...state, targets: withEntry(state.targets, hostId, known) };
  if (!stopped) return told;
  const holding = holdingOn(state, hostId);
  const version = holding.version ?? state.credentialVersion;
  const outcome = { state: 'drifted', version, since, code: 'ACCOUNT_ALREADY_MANAGED' } as const;
  return withHolding(told, hostId, { ...holding, refused: true, stopped: true, outcome });
};

/** Does the identity stand still on one of its hosts, so that no rule starts anything? */
export const isStopped = ({ holdings }: Pick<IdentityState, 'holdings'>): boolean =>
  Object.values(holdings).some(({ stopped }) => stopped === true);
