import type { IdentityHostDocument, IdentityDocument } from '../../../projections/identities/document';

/** Is the version that is to be looked for on a host one that its agent is not sent? As the deciders see it. */
export const isWithheldThere = (
  { credentialVersion, origins }: Pick<IdentityDocument, 'credentialVersion' | 'origins'>,
  { withheldUpTo, sent = [], provenVersion = credentialVersion, mayHold = [] }: IdentityHostDocument,
): boolean => {
  if (withheldUpTo === undefined) return false;
  const version = Math.max(provenVersion, ...mayHold.map((entry) => entry.version));
  return (origins?.[version] ?? version) <= withheldUpTo && !sent.includes(version);
};
