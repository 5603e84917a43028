import { mayKnowValues } from '../../access/may-know-values';
import type { Asking } from '../../domain/identities/decide/asking';
import type { IdentityState } from '../../domain/identities/state';
import { typedByOf } from '../../domain/identities/withheld';
import type { Digest } from '../../kernel/digest';
import type { View } from '../../kernel/stream-reader';

/** Who asks that hosts be set, and which values were typed by people without access, judged at one moment. */
export const askingOf = async (
  view: View,
  digest: Digest,
  state: IdentityState,
  userId: string,
  now: string,
): Promise<Asking> => {
  const knows = (id: string) => mayKnowValues(view, digest, id, { identity: state, now });
  const versions = [...new Set([...Object.keys(state.typed), ...Object.keys(state.origins)])].map(Number);
  const typers = [...new Set(versions.map((version) => typedByOf(state, version)))].flatMap((id) => id ?? []);
  const [by, ...trusted] = await Promise.all([knows(userId), ...typers.map(knows)]);
  const without = typers.filter((_, n) => trusted[n] !== true);
  const untrusted = versions.filter((version) => without.includes(typedByOf(state, version) ?? ''));
  return { untrusted, ...(by === true ? { by: userId } : {}) };
};
