import { latest } from '../../src/kernel/time';
import { without } from '../../src/kernel/without';
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

const FILTERED: ReadonlySet<Filtered> = new Set(['attention', 'open', 'openUntil', 'rotationStatus']);

/** The document with what it is filtered by, each as it follows from what is known: nobody has to keep it in step by hand. */
export const filtered = (known: Known): IdentityDocument => {
  const identity: Known = without(known as IdentityDocument, FILTERED);
  const attention = attentionOf(identity);
  const openUntil = openUntilOf(identity);
  // To spread what was copied just now would copy it again, field by field.
  return Object.assign(
    identity,
    { open: openUntil !== undefined, rotationStatus: identity.rotation.status },
    openUntil === undefined ? undefined : { openUntil },
    attention === undefined ? undefined : { attention },
  );
};
