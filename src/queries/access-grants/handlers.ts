import { GetGrantHandler } from './get-grant';
import { ListGrantsHandler } from './list-grants';

export const ACCESS_GRANT_QUERIES = [ListGrantsHandler, GetGrantHandler];
