import { GetMeHandler } from './get-me';
import { ListPermissionsHandler } from './list-permissions';

export const ME_QUERIES = [GetMeHandler, ListPermissionsHandler];
