import type { Ids } from './ids';

/** Ids for what a policy does because of something: the same policy and cause make the same ids, on every node, for ever. */
export interface PolicyIds {
  /** `cause`: an event's id, or a deadline with its time. */
  for(policy: string, cause: string): Ids;
}
