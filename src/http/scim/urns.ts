/** RFC 7643, 7644: what each message and resource says it is. */
export const URNS = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  serviceProviderConfig: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
} as const;

export const SCIM_BASE = '/scim/v2';

export const SCIM_TYPE = 'application/scim+json';

/** Whether a path is answered as SCIM says, be there something or not. */
export const isScimPath = (url: string): boolean => url === SCIM_BASE || /^\/scim\/v2[/?]/.test(url);
