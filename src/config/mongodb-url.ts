import { BadConfiguration } from './bad-configuration';
import { valueOf, type Environment } from './environment';

/** RFC 3986 with several hosts, as MongoDB's connection strings are; the path names the database. */
const CONNECTION_STRING = /^mongodb(\+srv)?:\/\/([^/?#\s]*@)?[^/?#\s@]+\/([^/?#\s]*)(\?[^#\s]*)?$/;
/** What MongoDB takes for a database's name on every system it runs on. */
const DATABASE = /^[A-Za-z0-9_-]{1,63}$/;

/**
 * `MONGODB_URL`, which one of the stores needs when `needed`. Messages never show it: it holds a password. What only a
 * server can tell is found out when it is asked.
 */
export const mongodbUrl = (env: Environment, needed: boolean): string | undefined => {
  if (!needed) return undefined;
  const url = valueOf(env, 'MONGODB_URL');
  if (url === undefined) {
    throw new BadConfiguration(
      'MONGODB_URL is not set, and a store is to lie in MongoDB; set it to a connection string with a database, such as mongodb://user:password@host:27017/keyledger.',
    );
  }
  const database = CONNECTION_STRING.exec(url)?.[3];
  if (database === undefined || !DATABASE.test(database)) {
    throw new BadConfiguration(
      database === undefined
        ? 'MONGODB_URL is no connection string with a database; give one such as mongodb://user:password@host:27017/keyledger, special characters in the password as %XX.'
        : 'MONGODB_URL names no database that can be used; put a name of letters, digits, - and _ behind the hosts, as in mongodb://host:27017/keyledger.',
    );
  }
  return url;
};
