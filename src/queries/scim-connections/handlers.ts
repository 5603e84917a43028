import { ListScimConnectionsHandler } from './list-scim-connections';

export const SCIM_CONNECTION_QUERIES = [ListScimConnectionsHandler];
