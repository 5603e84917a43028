import { entryOf } from '../../kernel/entry-of';
import { inPieces } from '../../kernel/in-pieces';
import type { ExposedIdentity, ExposureEvent, ExposureOutcome } from './events';
import type { ExposureRotationState } from './state';
import { toldSubject, type ExposureSubject } from '../../kernel/exposure-subject';

/** Of one fact. */
const MOST_ITEMS = 100;

export interface AskedExposureRotation {
  readonly campaignId: string;
  readonly reason: string;
  readonly items: readonly ExposedIdentity[];
}

/**
 * Asks that all of these be changed. What waits already is not asked for twice: whoever comes second adds what is new, and
 * nothing where nothing is. A fact an organization, so that each hears of its own; several where it is of many.
 */
export const requestExposureRotation = (
  state: ExposureRotationState,
  subject: ExposureSubject,
  { campaignId: fresh, reason, items }: AskedExposureRotation,
  requestedAt: string,
): readonly ExposureEvent[] => {
  const isWaiting = Object.keys(state.waiting).length > 0;
  const added = items.filter(({ identityId }) => entryOf(state.waiting, identityId) === undefined);
  if ((isWaiting && added.length === 0) || state.campaignId === fresh) {
    return [];
  }
  const campaignId = isWaiting ? (state.campaignId ?? fresh) : fresh;
  const about = { ...toldSubject(subject), campaignId, reason, requestedAt };
  const places = [...new Set(added.map(({ organizationId }) => organizationId))];
  const facts = places.flatMap((place) => {
    const items = added
      .filter(({ organizationId }) => organizationId === place)
      .map(({ identityId, identityGroupId, versions }) => ({ identityId, identityGroupId, versions }));
    return inPieces(items, MOST_ITEMS).map((piece) => ({ ...about, organizationId: place, items: piece }));
  });
  // That there was nothing to change is told too.
  return (facts.length === 0 ? [{ ...about, items: [] }] : facts).map((data) => ({
    type: 'keyledger.exposure-rotation-requested.v1',
    data,
  }));
};

/** What came of it at an identity; told once. */
export const settleExposed = (
  state: ExposureRotationState,
  subject: ExposureSubject,
  identityId: string,
  result: { readonly outcome: ExposureOutcome; readonly code?: string; readonly detail?: string },
): readonly ExposureEvent[] => {
  const { campaignId } = state;
  const waiting = entryOf(state.waiting, identityId);
  if (campaignId === undefined || waiting === undefined) return [];
  const { identityGroupId, organizationId } = waiting;
  const data = { ...toldSubject(subject), campaignId, identityId, identityGroupId, organizationId, ...result };
  return [{ type: 'keyledger.exposed-identity-settled.v1', data }];
};
