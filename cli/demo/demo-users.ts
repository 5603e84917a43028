import { BadConfiguration } from '../../src/config/bad-configuration';
import { valueOf } from '../../src/config/environment';
import { loadConfig } from '../../src/config/load-config';
import { serverUrl } from '../../src/config/server-url';
import { signLocalToken } from '../../wire/local-token';
import { apiAt, apiOf, type Api } from '../api';
import { localIssuerKeyOf } from '../local-issuer-key';
import type { Person } from './scenario-runner';

export interface DemoUsers {
  readonly owner: Person;
  /** Absent where no token can be signed for them: the owner then plays alone. */
  readonly colleagues?: { readonly ann: Person; readonly bob: Person };
}

interface Here {
  readonly signIn: (email: string) => Promise<Api>;
  readonly ownerEmail: string;
}

/** Signs anybody in, if the root key is at hand and the server's issuer is the built-in one. */
const signInHere = async (env: NodeJS.ProcessEnv): Promise<Here | undefined> => {
  const config = loadConfig(env);
  const { externalIssuers, ownerEmail } = config;
  if (externalIssuers.length > 0 || ownerEmail === undefined) return undefined;
  try {
    const key = await localIssuerKeyOf(config);
    const signIn: Here['signIn'] = async (email) =>
      apiAt(serverUrl(env), await signLocalToken({ ...key, email, support: false, now: Date.now() }));
    return { signIn, ownerEmail };
  } catch (error) {
    if (error instanceof BadConfiguration) return undefined;
    throw error;
  }
};

/** The root key here may be another server's: then its tokens are nobody's. */
const isKnown = async (api: Api): Promise<boolean> => (await api.send('GET', '/me')).status === 200;

const ownersApi = async (env: NodeJS.ProcessEnv, here: Here | undefined): Promise<Api> => {
  if (here === undefined || valueOf(env, 'KEYLEDGER_TOKEN') !== undefined) return apiOf(env);
  const api = await here.signIn(here.ownerEmail);
  if (await isKnown(api)) return api;
  throw new BadConfiguration(
    `The root key here is not that of the server at ${serverUrl(env)}; set KEYLEDGER_TOKEN to an owner's token, or KEYLEDGER_DATA_DIR to the server's.`,
  );
};

/** Who plays: the owner with KEYLEDGER_TOKEN, or with a token signed here, and two colleagues made for this run. */
export const demoUsers = async (env: NodeJS.ProcessEnv, tag: string): Promise<DemoUsers> => {
  const here = await signInHere(env);
  const api = await ownersApi(env, here);
  const { user } = await api.ask<{ user: { email: string } }>('GET', '/me');
  const owner: Person = { name: 'owner', email: user.email, api };
  if (here === undefined) return { owner };
  const person = async (name: string): Promise<Person> => {
    const email = `${name.toLowerCase()}-${tag}@example.com`;
    return { name, email, api: await here.signIn(email) };
  };
  const [ann, bob] = [await person('Ann'), await person('Bob')];
  return (await isKnown(ann.api)) ? { owner, colleagues: { ann, bob } } : { owner };
};
