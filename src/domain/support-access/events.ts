import type { DomainEvent } from '../../kernel/event';

/** A time in which the vendor's support is let into an organization. `windowId`: what its sessions rest on. */
interface Window {
  readonly organizationId: string;
  readonly windowId: string;
}

/** The vendor's support may act in the organization, until then or until somebody disables it. */
export type SupportAccessEnabled = DomainEvent<
  'keyledger.support-access-enabled.v1',
  Window & { reason: string; enabledBy: string; enabledAt: string; expiresAt?: string }
>;
/** Reason and end as they are from now on. */
export type SupportAccessChanged = DomainEvent<
  'keyledger.support-access-changed.v1',
  Window & { reason: string; changedBy: string; changedAt: string; expiresAt?: string }
>;
/** Support may not act in the organization any more; its sessions there end. `emergency`: with all others of the account. */
export type SupportAccessDisabled = DomainEvent<
  'keyledger.support-access-disabled.v1',
  Window & { reason: string; disabledBy: string; disabledAt: string; emergency?: true }
>;
/** Somebody ended all support access of the account at once; how many organizations it was on in. */
export type SupportAccessEmergencyDisabled = DomainEvent<
  'keyledger.support-access-emergency-disabled.v1',
  { reason: string; disabledBy: string; disabledAt: string; organizations: number }
>;
/** Support access will end by itself within so many days. */
export type SupportAccessExpiryWarned = DomainEvent<
  'keyledger.support-access-expiry-warned.v1',
  Window & { expiresAt: string; daysBefore: number }
>;
/** Its time is over; the sessions of support in the organization end. */
export type SupportAccessExpired = DomainEvent<'keyledger.support-access-expired.v1', Window & { expiresAt: string }>;

export type SupportAccessEvent =
  | SupportAccessEnabled
  | SupportAccessChanged
  | SupportAccessDisabled
  | SupportAccessEmergencyDisabled
  | SupportAccessExpiryWarned
  | SupportAccessExpired;
