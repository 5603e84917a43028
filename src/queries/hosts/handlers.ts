import { GetHostHandler } from './get-host';
import { ListHostsHandler } from './list-hosts';

export const HOST_QUERIES = [ListHostsHandler, GetHostHandler];
