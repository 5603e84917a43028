import { GetUserHandler } from './get-user';
import { ListSignInsHandler } from './list-sign-ins';
import { ListUsersHandler } from './list-users';

export const USER_QUERIES = [ListUsersHandler, GetUserHandler, ListSignInsHandler];
