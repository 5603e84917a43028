import type { Filter } from 'scim2-parse-filter';

const LITERAL = /"(?:[^"\\]|\\.)*"/g;

/** A filter whose texts are replaced by their number, and the texts. */
export interface FilterWithoutTexts {
  readonly text: string;
  readonly texts: readonly string[];
}

/**
 * RFC 7644 § 3.4.2.2: a text in a filter is one of JSON. The parser reads no escape but that of a quote, so it is not
 * given any. Throws where a text is none of JSON.
 */
export const withoutTexts = (filter: string): FilterWithoutTexts => {
  const texts: string[] = [];
  const text = filter.replaceAll(LITERAL, (literal) => {
    texts.push(JSON.parse(literal) as string);
    return `"${texts.length - 1}"`;
  });
  return { text, texts };
};

/** The parsed filter with its texts again. */
export const withTexts = (filter: Filter, texts: readonly string[]): Filter => {
  switch (filter.op) {
    case 'and':
    case 'or':
      return { ...filter, filters: filter.filters.map((each) => withTexts(each, texts)) };
    case 'not':
      return { ...filter, filter: withTexts(filter.filter, texts) };
    case '[]':
      return { ...filter, valFilter: withTexts(filter.valFilter, texts) };
    case 'pr':
      return filter;
    default:
      return typeof filter.compValue === 'string'
        ? { ...filter, compValue: texts[Number(filter.compValue)] ?? '' }
        : filter;
  }
};
