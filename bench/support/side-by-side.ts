import pLimit from 'p-limit';

/** Does some work for each, so many at once; answers in their order. */
export const sideBySide = async <T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, n: number) => Promise<R>,
): Promise<readonly R[]> => {
  const limit = pLimit(atOnce);
  return Promise.all(items.map((item, n) => limit(() => work(item, n))));
};
