import { entryOf } from '../../src/kernel/entry-of';
import type { IdentityHostDocument, IdentityDocument } from './document';

const UNKNOWN: IdentityHostDocument = {};

/** The identity with something else known of one of its hosts. */
export const withHost = (
  identity: IdentityDocument,
  hostId: string,
  change: (host: IdentityHostDocument) => IdentityHostDocument,
): IdentityDocument => ({
  ...identity,
  hosts: { ...identity.hosts, [hostId]: change(entryOf(identity.hosts, hostId) ?? UNKNOWN) },
});
