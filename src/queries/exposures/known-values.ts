import type { IdentityDocument } from '../../../projections/identities/document';
import type { KnownValues } from '../../kernel/in-force';

/** What a read model knows of an identity's values, as the deciders do. */
export const knownValuesOf = ({ credentialVersion, hostIds, hosts, origins = {} }: IdentityDocument): KnownValues => ({
  current: credentialVersion,
  hostIds,
  hosts: Object.fromEntries(
    Object.entries(hosts).map(([hostId, { provenVersion, mayHold = [] }]) => [
      hostId,
      {
        ...(provenVersion === undefined ? {} : { proven: provenVersion }),
        mayHold: mayHold.map(({ version }) => version),
      },
    ]),
  ),
  origins,
});
