import { accessChanges } from './access-changes';
import { accessHeld } from './access-held';
import { accessReviewsHeld } from './access-reviews';
import { brokenGlass } from './broken-glass';
import { bypassedGrants } from './bypassed-grants';
import { checkoutRegister } from './checkout-register';
import { conflictingRights } from './conflicting-rights';
import { credentialInventory } from './credential-inventory';
import { dormantAccess } from './dormant-access';
import { refusedAttempts } from './refused-attempts';
import type { Report } from './report';
import { revealRegister } from './reveal-register';
import { rotationOutcomes } from './rotation-outcomes';
import { rotationsOverdue } from './rotations-overdue';
import { supportWindows } from './support-windows';

/** Every report there is, in their order: R1 to R14. */
export const REPORTS: readonly Report[] = [
  accessHeld,
  accessChanges,
  accessReviewsHeld,
  checkoutRegister,
  revealRegister,
  brokenGlass,
  rotationsOverdue,
  rotationOutcomes,
  dormantAccess,
  bypassedGrants,
  conflictingRights,
  refusedAttempts,
  supportWindows,
  credentialInventory,
];
