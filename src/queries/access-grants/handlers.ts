import { AccessLists } from './access-of';
import { GetGrantHandler } from './get-grant';
import { ListGrantsHandler } from './list-grants';
import { ListPrincipalAccessHandler } from './list-principal-access';
import { ListUserAccessHandler } from './list-user-access';

export const ACCESS_GRANT_QUERIES = [
  AccessLists,
  ListGrantsHandler,
  GetGrantHandler,
  ListUserAccessHandler,
  ListPrincipalAccessHandler,
];
