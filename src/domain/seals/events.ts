import type { DomainEvent } from '../../kernel/event';
import type { Subject } from '../subject';

/**
 * Stream `seals-<organizationId>`, or `seals-account` where nobody knows whose it is: a sealed value that facts point to did
 * not open, or it or a key of it is not there (`missing`). Told at most once a minute of a version on each node.
 */
export type SealFailed = DomainEvent<
  'keyledger.seal-failed.v1',
  Pick<Subject, 'organizationId' | 'identityGroupId'> & {
    identityId: string;
    version: number;
    found: 'does_not_open' | 'missing';
  }
>;
