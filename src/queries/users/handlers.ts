import { GetUserHandler } from './get-user';
import { ListUsersHandler } from './list-users';

export const USER_QUERIES = [ListUsersHandler, GetUserHandler];
