import { accessGrants } from '../domain/access-grants/state';
import { account } from '../domain/accounts/state';
import { idpGroup, idpUser } from '../domain/directory/state';
import { host, hostMembersStream } from '../domain/hosts/state';
import { identityOfRequest } from '../domain/identities/access-request';
import { identity } from '../domain/identities/evolve';
import { identityOfJob } from '../domain/identities/job-id';
import { identityOfSession } from '../domain/identities/session-id';
import { organizationMembers } from '../domain/organization-members/state';
import { organization } from '../domain/organizations/state';
import { user } from '../domain/users/state';
import { vaultMembers } from '../domain/vault-members/state';
import { vault } from '../domain/vaults/state';
import { entryOf } from '../kernel/entry-of';
import type { Fold } from '../kernel/fold';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import type { Loaded, View } from '../kernel/stream-reader';

type Thing =
  | 'identity'
  | 'session'
  | 'job'
  | 'accessRequest'
  | 'vault'
  | 'grants'
  | 'host'
  | 'organization'
  | 'user'
  | 'idpUser'
  | 'idpGroup';
type Load = (view: View, id: string) => Promise<Loaded<unknown>>;
/** Which stream has a thing still; undefined: none that can be asked by the thing's id alone. */
type NamedBy = (view: View, id: string) => Promise<string | undefined>;

const loading =
  <S>(fold: Fold<S>): Load =>
  (view, id) =>
    view.load(fold, id);

const OWN: Readonly<Record<Thing, Load>> = {
  identity: loading(identity),
  session: (view, id) => view.load(identity, identityOfSession(id)),
  job: (view, id) => view.load(identity, identityOfJob(id)),
  accessRequest: (view, id) => view.load(identity, identityOfRequest(id)),
  vault: loading(vault),
  host: loading(host),
  organization: loading(organization),
  user: loading(user),
  idpUser: loading(idpUser),
  idpGroup: loading(idpGroup),
  grants: loading(accessGrants),
};

/** Streams with the same id, of which nothing is written before the thing is there. */
const beside =
  (...loads: readonly Load[]): NamedBy =>
  async (view, id) => {
    for (const load of loads) {
      const { facts, stream } = await load(view, id);
      if (facts > 0) return stream;
    }
    return undefined;
  };

const byItsVault: NamedBy = async (view, id) => {
  const vaultId = await view.vaultOf?.(id);
  if (vaultId === undefined) return undefined;
  const { state, stream } = await view.load(vaultMembers, vaultId);
  return state.members.has(id) ? stream : undefined;
};

const byTheAccount: NamedBy = async (view, id) => {
  const { state, stream } = await view.load(account);
  return entryOf(state.owners, id) !== undefined || entryOf(state.admins, id) !== undefined ? stream : undefined;
};

const NAMED_BY: Readonly<Record<Thing, NamedBy>> = {
  identity: byItsVault,
  session: (view, id) => byItsVault(view, identityOfSession(id)),
  job: (view, id) => byItsVault(view, identityOfJob(id)),
  accessRequest: (view, id) => byItsVault(view, identityOfRequest(id)),
  vault: beside(loading(vaultMembers), loading(accessGrants)),
  host: beside(loading(hostMembersStream)),
  organization: beside(loading(organizationMembers)),
  user: byTheAccount,
  // Grants and groups that name them say so where they are judged.
  idpUser: beside(),
  idpGroup: beside(),
  // By the vault's id; a vault has none at first.
  grants: beside(),
};

/**
 * Of what another stream names, which is named only after it was made: where its own stream holds no fact, it was there and
 * left no trace, which is damage and no absence. Throws {@link StreamUnreadable} then, until that is settled.
 */
export const assertStillThere = (
  view: View,
  { facts, settled, stream }: Pick<Loaded<unknown>, 'facts' | 'settled' | 'stream'>,
  namedBy: string,
): void => {
  if (facts > 0 || settled === true) return;
  const fault = `nothing of it is left in the event store, and ${namedBy} has it still`;
  const lost = new StreamUnreadable(stream, 0, undefined, fault);
  view.onLost?.(lost);
  throw lost;
};

/** Of a thing that read models or a caller's request know by its id: the same, by whichever stream has it still. */
export const assertNotLost = async (view: View, kind: Thing, id: string): Promise<void> => {
  const loaded = await OWN[kind](view, id);
  if (loaded.facts > 0 || loaded.settled === true) return;
  const namedBy = await NAMED_BY[kind](view, id);
  if (namedBy !== undefined) assertStillThere(view, loaded, namedBy);
};
