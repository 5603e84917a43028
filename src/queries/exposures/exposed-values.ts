import type { ExposureDocument, SeenVersion } from '../../../projections/exposures/document';
import type { IdentityDocument } from '../../../projections/identities/document';
import { isSameValue, versionsInForce, type InForce } from '../../kernel/in-force';
import { knownValuesOf } from './known-values';

/** A value that was shown, by how it was shown first. */
export interface SeenValue {
  readonly version: number;
  readonly since: string;
  readonly via: SeenVersion['via'];
  readonly sessionId?: string;
}

/** One that is in force, and where. */
export type ExposedValue = SeenValue & Pick<InForce, 'hosts'>;

const seenValue = (version: number, { since, via, sessionId }: SeenVersion): SeenValue => ({
  version,
  since,
  via,
  ...(sessionId === undefined ? {} : { sessionId }),
});

/** Of the versions that were shown, those whose value is in force somewhere; a restored value is told as the version it is now. */
export const exposedValues = (
  identity: IdentityDocument,
  { seen }: Pick<ExposureDocument, 'seen'>,
): readonly ExposedValue[] => {
  const known = knownValuesOf(identity);
  return versionsInForce(known).flatMap(({ version, hosts }) => {
    const first = seen.find((each) => isSameValue(known, each.version, version));
    return first === undefined ? [] : [{ ...seenValue(version, first), hosts }];
  });
};

/**
 * Of the versions that were shown, those that were replaced in the vault alone and that nobody has declared dead: the target may
 * take them still, and the vault can't know.
 */
export const possiblyAcceptedValues = (
  identity: IdentityDocument,
  { seen }: Pick<ExposureDocument, 'seen'>,
): readonly SeenValue[] => {
  const known = knownValuesOf(identity);
  const inForce = versionsInForce(known);
  return identity.history
    .filter(
      ({ restorable, version }) => restorable && !inForce.some((other) => isSameValue(known, other.version, version)),
    )
    .flatMap(({ version }) => {
      const first = seen.find((each) => isSameValue(known, each.version, version));
      return first === undefined ? [] : [seenValue(version, first)];
    });
};
