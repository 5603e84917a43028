import { accessChanges } from './access-changes';
import { accessHeld } from './access-held';
import { accessReviews } from './access-reviews';
import type { Report } from './report';

/** Every report there is, in their order. */
export const REPORTS: readonly Report[] = [accessHeld, accessChanges, accessReviews];
