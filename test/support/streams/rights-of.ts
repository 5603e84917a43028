import { permissionsOf, type CallerPermissions } from '../../../src/access/caller-permissions';
import { NOW } from './a-vault';
import { viewOf, type Streams } from './view-of';

/** Who somebody is, as these streams say. */
export const rightsOf = async (streams: Streams, userId: string): Promise<CallerPermissions> => {
  const rights = await permissionsOf(viewOf(streams, NOW), userId);
  if (rights === undefined) throw new Error(`${userId} is nobody`);
  return rights;
};
