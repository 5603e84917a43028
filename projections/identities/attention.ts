import type { IdentityDocument } from './document';

const neededBy = ({ state, rotation }: IdentityDocument): IdentityDocument['attention'] => {
  if (state === 'deleted') return undefined;
  if (rotation.status === 'suspended') return 'suspended';
  return rotation.status === 'pending' && rotation.mode === 'manual' ? 'value-awaited' : undefined;
};

/** The document with what a person has to do about it, so that such identities can be counted. */
export const withAttention = ({ attention: _, ...identity }: IdentityDocument): IdentityDocument => {
  const attention = neededBy(identity);
  return attention === undefined ? identity : { ...identity, attention };
};
