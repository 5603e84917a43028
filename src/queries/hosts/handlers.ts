import { GetHostHandler } from './get-host';
import { HostViews } from './host-views';
import { ListAgentsHandler } from './list-agents';
import { ListHostsHandler } from './list-hosts';

export const HOST_QUERIES = [HostViews, ListHostsHandler, GetHostHandler, ListAgentsHandler];
