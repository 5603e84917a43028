import type { Context } from '../../kernel/context';
import type { EventMetadata } from '../../kernel/event-metadata';

/** Who did it, from where and when: the same for every fact of one decision. */
export const metadataOf = (context: Context, time: string): EventMetadata => ({
  actor: context.actor,
  time,
  correlationId: context.correlationId,
  ...(context.causationId === undefined ? {} : { causationId: context.causationId }),
  ...(context.ip === undefined ? {} : { ip: context.ip }),
  ...(context.userAgent === undefined ? {} : { userAgent: context.userAgent }),
});
