import type { IdentityState } from '../../domain/identities/state';
import type { Digest } from '../../kernel/digest';
import type { Tell } from '../../kernel/judged-step';
import type { View } from '../../kernel/stream-reader';
import type { CallerPermissions } from '../caller-permissions';

/** Somebody who wants to use an identity's value, and what it is judged by. */
export interface Act {
  readonly view: View;
  readonly digest: Digest;
  readonly rights: CallerPermissions | undefined;
  readonly identityId: string;
  readonly identity: IdentityState;
  /** The time of the decision. */
  readonly now: string;
  /** Hears each step as it is judged; absent: nobody asks why. */
  readonly tell?: Tell;
}
