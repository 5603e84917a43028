import { BadConfiguration } from './bad-configuration';

/** RFC 3986 with several hosts, as MongoDB's connection strings are; the path names the database. */
const CONNECTION_STRING = /^mongodb(\+srv)?:\/\/([^/?#\s]*@)?[^/?#\s@]+\/([^/?#\s]*)(\?[^#\s]*)?$/;
/** What MongoDB takes for a database's name on every system it runs on. */
const DATABASE = /^[A-Za-z0-9_-]{1,63}$/;

/**
 * Judges a connection string of MongoDB. Messages never show it: it holds a password. What only a server can tell is found out
 * when it is asked. Throws {@link BadConfiguration}.
 */
export const mongodbUrl = (name: string, url: string): string => {
  const database = CONNECTION_STRING.exec(url)?.[3];
  if (database === undefined || !DATABASE.test(database)) {
    throw new BadConfiguration(
      database === undefined
        ? `${name} is no connection string with a database; give one such as mongodb://user:password@host:27017/keyledger, special characters in the password as %XX.`
        : `${name} names no database that can be used; put a name of letters, digits, - and _ behind the hosts, as in mongodb://host:27017/keyledger.`,
    );
  }
  return url;
};
