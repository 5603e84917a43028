import type { EventMetadata } from '../../src/kernel/event-metadata';
import type { ModelSchema } from '../../src/kernel/read-model';

/**
 * One fact of the log. Filled with every event there is, so it holds the event as it is: what is only for display is
 * worked out when it is displayed.
 */
export interface AuditDocument {
  /** The event's position: documents lie, and are read, in the order of the log without an index of its own. */
  readonly id: string;
  readonly eventId: string;
  readonly stream: string;
  readonly type: string;
  readonly time: string;
  readonly outcome: 'success' | 'refused';
  /** On refusals only: there are few, and an index finds them among the many. */
  readonly refused?: true;
  readonly organizationId?: string;
  readonly identityGroupId?: string;
  readonly identityId?: string;
  readonly sessionId?: string;
  readonly hostId?: string;
  /** The actor's e-mail; without one the user's id, or the policy's or agent's name. Case-folded. */
  readonly who: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** Of a disclosure that a later fact says did not happen: why. It counts as refused. */
  readonly withheldFor?: string;
  readonly metadata: Omit<EventMetadata, 'correlationId' | 'causationId'>;
  readonly data: object;
}

/**
 * An index costs every event of the log a write, so there are those without which a question would read the whole log.
 * A session is found by its identity, `outcome` is only asked for where nearly all have it.
 */
export const AUDIT_TRAIL: ModelSchema = {
  name: 'audit_trail',
  version: 5,
  packed: true,
  fields: {
    organizationId: 'text',
    identityGroupId: 'text',
    identityId: 'text',
    sessionId: 'text',
    hostId: 'text',
    who: 'text',
    type: 'text',
    outcome: 'text',
    refused: 'boolean',
    time: 'time',
    correlationId: 'text',
    causationId: 'text',
  },
  sparse: ['hostId', 'refused', 'causationId'],
  indexes: [
    ['organizationId'],
    ['identityGroupId'],
    ['identityId'],
    ['hostId'],
    ['who'],
    ['type'],
    ['refused'],
    ['time'],
    ['correlationId'],
    ['causationId'],
  ],
};
