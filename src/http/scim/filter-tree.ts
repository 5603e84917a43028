import { parse, type Filter } from 'scim2-parse-filter';
import { withTexts, withoutTexts, type FilterWithoutTexts } from './filter-texts';
import { scimInvalid } from './scim-error';

const MOST_LETTERS = 2000;
const MOST_DEPTH = 20;
const MOST_TERMS = 100;
/** Line breaks would have the parser try each way to read them; no attribute here holds a control character. */
const CONTROL = /\p{Cc}/u;

const bounded = (filter: Filter, depth: number): number => {
  if (depth > MOST_DEPTH) throw scimInvalid('invalidFilter', `The filter nests deeper than ${MOST_DEPTH} levels.`);
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.filters.reduce((sum, each) => sum + bounded(each, depth + 1), 0);
    case 'not':
      return bounded(filter.filter, depth + 1);
    case '[]':
      return bounded(filter.valFilter, depth + 1);
    case 'eq':
    case 'ne':
    case 'co':
    case 'sw':
    case 'ew':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
    case 'pr':
      return 1;
    default:
      throw scimInvalid('invalidFilter', 'The filter has an operator that SCIM does not know.');
  }
};

/** A filter of RFC 7644 § 3.4.2.2. Errors: 400 `invalidFilter`. */
export const filterIn = (text: unknown): Filter => {
  if (typeof text !== 'string' || text.length > MOST_LETTERS || CONTROL.test(text)) {
    throw scimInvalid('invalidFilter', `A filter is text of at most ${MOST_LETTERS} characters on one line.`);
  }
  let filter: Filter;
  let said: FilterWithoutTexts;
  try {
    said = withoutTexts(text);
    // RFC 7644 § 3.4.2.2: attributes and operators are the same in any case; the parser knows operators in lower case alone.
    filter = parse(said.text.toLowerCase());
  } catch {
    throw scimInvalid('invalidFilter', 'The filter is not one of RFC 7644, such as userName eq "ann@example.com".');
  }
  if (bounded(filter, 1) > MOST_TERMS) {
    throw scimInvalid('invalidFilter', `The filter has more than ${MOST_TERMS} terms.`);
  }
  return withTexts(filter, said.texts);
};

/** An attribute's name may begin with its schema; one of an extension is of attributes that nobody knows here. */
const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/;

/** `urn:…:core:2.0:User:emails.value` → `['emails', 'value']`; a name of an extension stays as it is, whole. */
export const attributePath = (path: string): readonly string[] => {
  const name = path.toLowerCase().replace(CORE, '');
  return name.startsWith('urn:') ? [name] : name.split('.');
};
