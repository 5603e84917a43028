import { GetUserHandler } from './get-user';
import { ListSignInsHandler } from './list-sign-ins';
import { ListTokensHandler } from './list-tokens';
import { ListUsersHandler } from './list-users';

export const USER_QUERIES = [ListUsersHandler, GetUserHandler, ListSignInsHandler, ListTokensHandler];
