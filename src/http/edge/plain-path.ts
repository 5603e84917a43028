/** The path of a URL as the router reads it: without the query, without slashes that say nothing. */
export const plainPath = (url: string): string => {
  const path = (url.split('?', 1)[0] ?? '').replaceAll(/\/{2,}/g, '/');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
};
