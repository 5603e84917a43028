import { isScimTokenLive } from '../domain/scim-connections/decide';
import { scimConnections, type ScimConnection } from '../domain/scim-connections/state';
import type { Context } from '../kernel/context';
import { entryOf } from '../kernel/entry-of';
import { refuse, type Refusal } from '../kernel/refusal';
import type { View } from '../kernel/stream-reader';
import { notFound } from './require';

/** A record of the directory says which connection it belongs to; one that was deleted since holds nothing. */
interface Held {
  readonly connectionId?: string;
}

/** The connection with an id; undefined: there is none, or none any more. */
export const scimConnectionOf = async (view: View, connectionId: string): Promise<ScimConnection | undefined> =>
  entryOf((await view.load(scimConnections)).state.connections, connectionId);

/** Every connection, in the order they were made. */
export const allScimConnections = async (view: View): Promise<readonly ScimConnection[]> =>
  Object.values((await view.load(scimConnections)).state.connections);

/** Of the connections that records were handed to, those that are there still. Where no record was, nothing is asked. */
export const holdersAmong = async (view: View, records: readonly Held[]): Promise<ReadonlySet<string>> =>
  records.some(({ connectionId }) => connectionId !== undefined)
    ? new Set((await allScimConnections(view)).map(({ connectionId }) => connectionId))
    : new Set();

/** A connection acts as itself as long as it is there and the token that it came with is good. */
export const requireScimConnection = async (
  view: View,
  { actor }: Pick<Context, 'actor'>,
): Promise<Refusal | undefined> => {
  const connection = actor.kind === 'scim' ? await scimConnectionOf(view, actor.name ?? '') : undefined;
  const token = connection?.tokens.find(({ tokenId }) => tokenId === actor.tokenId);
  return token !== undefined && isScimTokenLive(token, view.time)
    ? undefined
    : refuse('PERMISSION_DENIED', 'The SCIM connection or its token is not there any more.');
};

/**
 * Who may change a record: a connection what is its own, of which alone it knows; everybody else what no connection holds.
 * `what`: "IDP user".
 */
export const requireHolder = async (
  view: View,
  { actor }: Pick<Context, 'actor'>,
  { connectionId }: Held,
  what: string,
): Promise<Refusal | undefined> => {
  const holder = connectionId === undefined ? undefined : await scimConnectionOf(view, connectionId);
  if (actor.kind === 'scim') {
    return holder !== undefined && holder.connectionId === actor.name ? undefined : notFound(what);
  }
  return holder === undefined
    ? undefined
    : refuse(
        'SCIM_MANAGED',
        `The SCIM connection "${holder.name}" keeps this ${what}: change it at the identity provider, or have an owner release it.`,
        { connectionId: holder.connectionId },
      );
};
