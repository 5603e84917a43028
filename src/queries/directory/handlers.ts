import { GetIdpGroupHandler } from './get-idp-group';
import { GetIdpUserHandler } from './get-idp-user';
import { ListGroupsOfHandler } from './list-groups-of';
import { ListGroupMembersHandler } from './list-group-members';
import { ListIdpGroupsHandler } from './list-idp-groups';
import { ListIdpUsersHandler } from './list-idp-users';

export const DIRECTORY_QUERIES = [
  ListIdpUsersHandler,
  GetIdpUserHandler,
  ListIdpGroupsHandler,
  GetIdpGroupHandler,
  ListGroupMembersHandler,
  ListGroupsOfHandler,
];
