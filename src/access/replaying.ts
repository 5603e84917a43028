import type { RecordedEvent } from '../kernel/recorded-event';
import type { Refusal } from '../kernel/refusal';
import { EVERYWHERE, holds, seesOrganization } from './permissions';
import { notFound, permissionDenied } from './require';
import type { CallerPermissions } from './caller-permissions';
import { isLetIn, supportAccessOff } from './support';

/** The organization a fact belongs to; undefined for the account's. */
export const organizationOf = ({ data }: Pick<RecordedEvent, 'data'>): string | undefined => {
  const { organizationId } = data as { readonly organizationId?: unknown };
  return typeof organizationId === 'string' ? organizationId : undefined;
};

/**
 * May somebody see these facts of a stream, as stored? `pam_audit.read` in the organization of every one of them, for the
 * account's in all. A stream there isn't, one of an organization without a role for the caller, and the account's, are one
 * to the caller.
 */
export const requireReplay = (
  rights: CallerPermissions | undefined,
  events: readonly RecordedEvent[],
): Refusal | undefined => {
  if (rights === undefined || events.length === 0) {
    return notFound('stream');
  }
  const denied = events.filter((event) => !holds(rights, 'pam_audit.read', organizationOf(event) ?? EVERYWHERE));
  const isHidden = (event: RecordedEvent) => {
    const organizationId = organizationOf(event);
    return organizationId === undefined || !seesOrganization(rights, organizationId);
  };
  if (denied.some(isHidden)) {
    return notFound('stream');
  }
  if (denied.some((event) => !isLetIn(rights, organizationOf(event) ?? EVERYWHERE))) {
    return supportAccessOff();
  }
  return denied.length === 0 ? undefined : permissionDenied('pam_audit.read');
};
