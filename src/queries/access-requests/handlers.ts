import { GetAccessRequestHandler } from './get-access-request';
import { ListAccessRequestsHandler } from './list-access-requests';
import { RequestViews } from './request-views';

export const ACCESS_REQUEST_QUERIES = [RequestViews, GetAccessRequestHandler, ListAccessRequestsHandler];
