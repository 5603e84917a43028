import type { ExposureRotationDocument, ExposureRotationItem } from '../../../projections/exposure-rotations/document';
import type { IdentityDocument } from '../../../projections/identities/document';
import { EVERYWHERE } from '../../access/permissions';
import { knowsInForce } from '../../kernel/in-force';
import type { ExposurePlaces } from './exposures';
import { knownValuesOf } from './known-values';

/** How far the change of an exposed value has come: it waits for its turn, is under way, waits for sessions to end or for a person, or has failed. */
export interface ItemRotation {
  readonly state: 'waiting' | 'under-way' | 'waiting-for-sessions' | 'waiting-for-person' | 'failed';
  readonly code?: string;
  readonly detail?: string;
}

export interface RotationProgress {
  readonly startedAt: string;
  readonly total: number;
  /** No value that was shown is in force there any more. */
  readonly done: number;
  /** It was refused, or the rotation failed: a person must look. */
  readonly failed: number;
}

const isFailed = ({ rotation }: IdentityDocument): boolean =>
  rotation.status === 'failed' || rotation.status === 'suspended';

const isDone = (item: ExposureRotationItem, identity: IdentityDocument | undefined): boolean =>
  identity === undefined || !knowsInForce(knownValuesOf(identity), item.versions);

/** Of an item whose value is in force still. */
export const itemRotation = (item: ExposureRotationItem, identity: IdentityDocument): ItemRotation => {
  const { outcome, code, detail } = item;
  if (outcome === undefined) return { state: 'waiting' };
  if (outcome === 'refused') {
    return { state: 'failed', ...(code === undefined ? {} : { code }), ...(detail === undefined ? {} : { detail }) };
  }
  if (isFailed(identity)) {
    const why = typeof identity.rotation.detail === 'string' ? { detail: identity.rotation.detail } : {};
    return { state: 'failed', ...why };
  }
  if (identity.owed !== undefined) return { state: 'waiting-for-sessions' };
  return { state: identity.rotation.mode === 'manual' ? 'waiting-for-person' : 'under-way' };
};

/** The items of a campaign that lie where who asks may know of them. */
export const itemsIn = (
  { items }: ExposureRotationDocument,
  places: ExposurePlaces,
): readonly ExposureRotationItem[] =>
  places === EVERYWHERE ? items : items.filter(({ organizationId }) => places.includes(organizationId));

export const rotationProgressOf = (
  { startedAt }: ExposureRotationDocument,
  items: readonly ExposureRotationItem[],
  identities: ReadonlyMap<string, IdentityDocument>,
): RotationProgress => {
  const open = items.flatMap((item) => {
    const identity = identities.get(item.identityId);
    return identity === undefined || isDone(item, identity) ? [] : [itemRotation(item, identity)];
  });
  const failed = open.filter(({ state }) => state === 'failed').length;
  return { startedAt, total: items.length, done: items.length - open.length, failed };
};
