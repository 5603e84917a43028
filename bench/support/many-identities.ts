import { api, type Api } from './api';
import { fillVault } from './fill-vault';
import { newDataDir, startServer, type ServerProcess } from './server-process';
import { untilCurrent } from './until-current';
import { makeVault } from './vault';

const OWNER = 'owner@example.com';

/** A server whose only vault holds so many identities; `id`: of one of them. */
export const serverWithIdentities = async (
  identities: number,
): Promise<{ application: ServerProcess; call: Api; token: string; id: string }> => {
  const dataDir = newDataDir();
  const first = await startServer(dataDir);
  const { ids } = await makeVault(api(first.url, await first.token(OWNER)), 1);
  await first.stop();
  const [id = ''] = ids;
  await fillVault(dataDir, id, identities);
  const application = await startServer(dataDir);
  const token = await application.token(OWNER);
  const call = api(application.url, token);
  await untilCurrent(call);
  return { application, call, token, id };
};
