import { GetScimGroupHandler } from './get-scim-group';
import { GetScimUserHandler } from './get-scim-user';
import { ListScimGroupsHandler } from './list-scim-groups';
import { ListScimUsersHandler } from './list-scim-users';
import { MembersOfGroups } from './members-of-groups';
import { OwnRecords } from './own-records';
import { PlacesOfPages } from './places-of-pages';

export const SCIM_QUERIES = [
  PlacesOfPages,
  OwnRecords,
  MembersOfGroups,
  GetScimUserHandler,
  ListScimUsersHandler,
  GetScimGroupHandler,
  ListScimGroupsHandler,
];
