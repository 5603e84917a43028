import { FindIdentity } from './find-identity';
import { GetHistoryHandler } from './get-history';
import { GetIdentityHandler } from './get-identity';
import { GetRotationHandler } from './get-rotation';
import { ListIdentitiesHandler } from './list-identities';

export const IDENTITY_QUERIES = [
  FindIdentity,
  ListIdentitiesHandler,
  GetIdentityHandler,
  GetHistoryHandler,
  GetRotationHandler,
];
