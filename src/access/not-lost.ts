import { accessGrants } from '../domain/access-grants/state';
import { host, hostMembersStream } from '../domain/hosts/state';
import { identity } from '../domain/identities/evolve';
import { organizationMembers } from '../domain/organization-members/state';
import { organization } from '../domain/organizations/state';
import { vaultMembers } from '../domain/vault-members/state';
import { vault } from '../domain/vaults/state';
import { streamName, type Fold } from '../kernel/fold';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import type { Loaded, View } from '../kernel/stream-reader';

type Kind = 'identity' | 'vault' | 'host' | 'organization';
type Load = (view: View, id: string) => Promise<Loaded<unknown>>;

const loading =
  <S>(fold: Fold<S>): Load =>
  (view, id) =>
    view.load(fold, id);

const OWN: Readonly<Record<Kind, Load>> = {
  identity: loading(identity),
  vault: loading(vault),
  host: loading(host),
  organization: loading(organization),
};

/** Streams with the same id, of which nothing is written before the thing is there. */
const BESIDE: Readonly<Record<Kind, readonly Load[]>> = {
  identity: [],
  vault: [loading(vaultMembers), loading(accessGrants)],
  host: [loading(hostMembersStream)],
  organization: [loading(organizationMembers)],
};

/** Which other stream has what this one should tell of; undefined: none. */
const namedBy = async (view: View, kind: Kind, id: string): Promise<string | undefined> => {
  for (const load of BESIDE[kind]) {
    const { facts, stream } = await load(view, id);
    if (facts > 0) return stream;
  }
  const vaultId = kind === 'identity' ? await view.vaultOf?.(id) : undefined;
  if (vaultId === undefined) return undefined;
  const { state, stream } = await view.load(vaultMembers, vaultId);
  return state.members.has(id) ? stream : undefined;
};

/**
 * Of a thing whose stream holds no fact: where others still name it, the stream was there and left no trace, which is damage
 * and no absence. Throws {@link StreamUnreadable} then, until that is settled.
 */
export const assertNotLost = async (view: View, kind: Kind, id: string): Promise<void> => {
  const { facts, settled } = await OWN[kind](view, id);
  if (facts > 0 || settled === true) return;
  const other = await namedBy(view, kind, id);
  if (other === undefined) return;
  const lost = new StreamUnreadable(
    streamName(kind, id),
    0,
    undefined,
    `nothing of it is left in the event store, and ${other} has it still`,
  );
  view.onLost?.(lost);
  throw lost;
};
