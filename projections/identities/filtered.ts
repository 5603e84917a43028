import { latest } from '../../src/kernel/time';
import type { IdentityDocument } from './document';

type Filtered = 'attention' | 'open' | 'openUntil' | 'rotationStatus';

/** What is known of an identity, without what lists of it are filtered by. */
export type Known = Omit<IdentityDocument, Filtered>;

const attentionOf = ({ state, rotation }: Known): IdentityDocument['attention'] => {
  if (state === 'deleted') return undefined;
  if (rotation.status === 'suspended') return 'suspended';
  return rotation.status === 'pending' && rotation.mode === 'manual' ? 'value-awaited' : undefined;
};

const openUntilOf = ({ openSessions }: Known): string | undefined =>
  openSessions
    .map(({ expiresAt }) => expiresAt)
    .reduce<string | undefined>((last, each) => latest(each, last), undefined);

/** The document with what it is filtered by, each as it follows from what is known: nobody has to keep it in step by hand. */
export const filtered = (known: Known): IdentityDocument => {
  const { attention: _a, open: _o, openUntil: _u, rotationStatus: _r, ...identity } = known as IdentityDocument;
  const attention = attentionOf(identity);
  const openUntil = openUntilOf(identity);
  return {
    ...identity,
    open: openUntil !== undefined,
    ...(openUntil === undefined ? {} : { openUntil }),
    rotationStatus: identity.rotation.status,
    ...(attention === undefined ? {} : { attention }),
  };
};
