/** Names of the parameters of a route's path, in their order: `/vaults/:id`. */
export const pathParameters = (path: string): readonly string[] =>
  [...path.matchAll(/:([A-Za-z]\w*)/g)].map(([, name]) => name as string);
