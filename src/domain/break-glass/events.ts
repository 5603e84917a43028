import type { DomainEvent } from '../../kernel/event';
import type { IdentitySubject } from '../identity-subject';

/**
 * A user tries to break the glass: said before it is judged, so that a try that is refused counts as well. `sessionId`: of the
 * session it becomes, if it does.
 */
export type BreakGlassTried = DomainEvent<
  'keyledger.break-glass-tried.v1',
  IdentitySubject & { userId: string; sessionId: string; reason: string; triedAt: string }
>;
