import { scimConnectionOf } from '../../access/scim-connection';
import { idpUser } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';

/** Loaded in one turn of the event loop; more would hold up everybody else's requests. */
const AT_ONCE = 100;

/**
 * A SCIM connection puts people into its groups who are its own: of others it knows nothing, and a group with grants is no
 * way to give somebody else's people access. The words are the same for who does not exist.
 */
export const requireOwnMembers = async (
  view: View,
  { actor }: Pick<Context, 'actor'>,
  coming: readonly string[],
): Promise<Refusal | undefined> => {
  const connection = await scimConnectionOf(view, actor.name ?? '');
  for (let from = 0; from < coming.length; from += AT_ONCE) {
    const ids = coming.slice(from, from + AT_ONCE);
    const records = await Promise.all(ids.map((id) => view.load(idpUser, id)));
    // Loading from memory, or from a file, ends within the turn.
    await new Promise(setImmediate);
    const foreign = records.findIndex(({ state }) => state.connectionId !== connection?.connectionId);
    if (connection === undefined || foreign >= 0) {
      return refuse('VALIDATION_FAILED', `There is no User with the id ${ids[Math.max(0, foreign)]}.`);
    }
  }
  return undefined;
};
