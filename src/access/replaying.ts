import type { RecordedEvent } from '../kernel/recorded-event';
import type { Refusal } from '../kernel/refusal';
import { EVERYWHERE, holds } from './permissions';
import { notFound } from './require';
import type { Standing } from './standing';

/** The organization a fact belongs to; undefined for the account's. */
export const organizationOf = ({ data }: Pick<RecordedEvent, 'data'>): string | undefined => {
  const { organizationId } = data as { readonly organizationId?: unknown };
  return typeof organizationId === 'string' ? organizationId : undefined;
};

/**
 * May somebody see these facts of a stream, as stored? `pam_audit.read` in the organization of every one of them, for the
 * account's in all. A stream there isn't and one he may not see are one to him.
 */
export const requireReplay = (standing: Standing | undefined, events: readonly RecordedEvent[]): Refusal | undefined =>
  standing !== undefined &&
  events.length > 0 &&
  events.every((event) => holds(standing, 'pam_audit.read', organizationOf(event) ?? EVERYWHERE))
    ? undefined
    : notFound('stream');
