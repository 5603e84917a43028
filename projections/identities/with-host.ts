import { entryOf } from '../../src/kernel/entry-of';
import type { HostDocument, IdentityDocument } from './document';

const UNKNOWN: HostDocument = {};

/** The identity with something else known of one of its hosts. */
export const withHost = (
  identity: IdentityDocument,
  hostId: string,
  change: (host: HostDocument) => HostDocument,
): IdentityDocument => ({
  ...identity,
  hosts: { ...identity.hosts, [hostId]: change(entryOf(identity.hosts, hostId) ?? UNKNOWN) },
});
