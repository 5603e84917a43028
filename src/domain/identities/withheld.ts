import { entryOf } from '../../kernel/entry-of';
import type { IdentityState, OpenJob } from './state';

/** The version whose value this one has: a restored value is as old as it was. */
export const originVersionOf = ({ origins }: Pick<IdentityState, 'origins'>, version: number): number =>
  origins[version] ?? version;

/** Who typed the value of a version; undefined: the vault made it, or nobody wrote down who. */
export const typedByOf = (state: Pick<IdentityState, 'origins' | 'typed'>, version: number): string | undefined =>
  state.typed[version] ?? state.typed[originVersionOf(state, version)];

/**
 * Did this version exist before the agent on that host came? Then it is not sent to it: whoever lets agents in would else
 * have a way to every value of a host.
 */
export const isWithheld = (
  state: Pick<IdentityState, 'agents' | 'origins'>,
  hostId: string,
  version: number,
): boolean => {
  const agent = entryOf(state.agents, hostId);
  return agent !== undefined && originVersionOf(state, version) <= agent.withheldUpTo && !agent.sent.includes(version);
};

/** May a job's value go to the agent of its host, as new as it is or because somebody with access asked for it? */
export const maySend = (state: Pick<IdentityState, 'agents' | 'origins'>, job: OpenJob): boolean =>
  job.askedBy !== undefined || !isWithheld(state, job.hostId, job.version);
