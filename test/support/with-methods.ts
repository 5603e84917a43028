/** A port with some of its methods replaced; what is not named works as before, whether it is an object or of a class. */
export const withMethods = <T extends object>(port: T, methods: Partial<T>): T =>
  Object.assign(Object.create(port) as T, methods);
