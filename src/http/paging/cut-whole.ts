import { cutPage, type Page, type PageRequest } from '../../kernel/page';

/** A page of a short list that is read whole: what comes after the last item of the page before, or from where that one stood if it has gone. */
export const cutWhole = <T extends { readonly id: string }>(
  all: readonly T[],
  { limit, after }: PageRequest,
): Page<T> => {
  const last = after === undefined ? -1 : all.findIndex(({ id }) => id === after.id);
  const start = after !== undefined && last < 0 ? Number(after.value) : last + 1;
  return cutPage(all.slice(start, start + limit + 1), limit, ({ id }) => ({ value: start + limit - 1, id }));
};
