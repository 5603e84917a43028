import { MOST_RESULTS } from './list-query';
import type { JsonObject } from './members';
import { SCHEMAS } from './schemas';
import { URNS } from './urns';

const DOCUMENTATION = 'https://datatracker.ietf.org/doc/html/rfc7644';

const metaOf = (resourceType: string, location: string) => ({ meta: { resourceType, location } });

/** RFC 7643 § 5. */
export const serviceProviderConfig = (base: string): JsonObject => ({
  schemas: [URNS.serviceProviderConfig],
  documentationUri: DOCUMENTATION,
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Token of the connection',
      description: 'Authorization: Bearer, with the token that an owner made for the SCIM connection.',
      specUri: 'https://datatracker.ietf.org/doc/html/rfc6750',
      primary: true,
    },
  ],
  ...metaOf('ServiceProviderConfig', `${base}/ServiceProviderConfig`),
});

const resourceType = (id: string, urn: string, description: string, base: string): JsonObject => ({
  schemas: [URNS.resourceType],
  id,
  name: id,
  endpoint: `/${id}s`,
  description,
  schema: urn,
  schemaExtensions: [],
  ...metaOf('ResourceType', `${base}/ResourceTypes/${id}`),
});

/** RFC 7643 § 6. */
export const resourceTypes = (base: string): readonly JsonObject[] => [
  resourceType('User', URNS.user, 'A person of the directory.', base),
  resourceType('Group', URNS.group, 'A group of the directory.', base),
];

/** RFC 7643 § 7. */
export const schemas = (base: string): readonly JsonObject[] =>
  SCHEMAS.map((schema) => ({ ...schema, ...metaOf('Schema', `${base}/Schemas/${schema.id}`) }));
