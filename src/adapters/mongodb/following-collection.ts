import type { Collection, Document } from 'mongodb';

/** A collection that may be kept while the client behind it changes: each use goes to the one of that moment. */
export const followingCollection = <D extends Document>(present: () => Collection<D>): Collection<D> =>
  new Proxy(present(), {
    get: (_, name) => {
      const collection = present();
      const value: unknown = Reflect.get(collection, name, collection);
      return typeof value === 'function' ? (value.bind(collection) as unknown) : value;
    },
  });
