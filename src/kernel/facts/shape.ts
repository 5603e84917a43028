import { entryOf } from '../entry-of';
import { isTime } from './is-time';

/** Says whether a value is of a shape. */
export type ShapeCheck = (value: unknown) => boolean;

const TOKEN = /\s*("[^"]*"|[A-Za-z_]\w*|\[\]|\?:|[{}():;,<>|])/y;

const tokensOf = (text: string): readonly string[] => {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new Error(`the shape ${text} can not be read`);
    tokens.push(token);
  }
  return tokens;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const PRIMITIVES: Readonly<Record<string, ShapeCheck>> = {
  string: (value) => typeof value === 'string',
  // Facts hold no fractions, and nothing that another program would read as another number.
  number: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  true: (value) => value === true,
  false: (value) => value === false,
};

/** Names of fields that hold a time, where they hold a text. Whoever reckons with one that is none would fail on it for ever. */
const HOLDS_TIME = /(At|[sS]ince|[uU]ntil|notBefore|notAfter)$/;
const isTextAndTime: ShapeCheck = (value) => typeof value === 'string' && isTime(value);

interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly check: ShapeCheck;
}

/** Every fact of the log comes by here, at each start: nothing is made for it. */
const haveAll = (value: Readonly<Record<string, unknown>>, fields: readonly Field[]): boolean => {
  for (const { name, optional, check } of fields) {
    if (!(Object.hasOwn(value, name) ? check(value[name]) : optional)) return false;
  }
  return true;
};

/** Reads the notation of the event catalogue: what TypeScript calls an object type, of strings, numbers and their like. */
class ShapeParser {
  private at = 0;
  private readonly tokens: readonly string[];

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  /** Fields up to the end, or to a closing brace: others that are there too are a newer release's, and passed over. */
  fields(): ShapeCheck {
    const fields: Field[] = [];
    while (this.at < this.tokens.length && this.tokens[this.at] !== '}') {
      const name = this.next();
      fields.push({ name, optional: this.next() === '?:', check: this.field(name) });
      this.take(';');
    }
    return (value) => isObject(value) && haveAll(value, fields);
  }

  private field(name: string): ShapeCheck {
    const isText = this.tokens[this.at] === 'string' && [';', '}', undefined].includes(this.tokens[this.at + 1]);
    const check = this.union();
    return isText && HOLDS_TIME.test(name) ? isTextAndTime : check;
  }

  private union(): ShapeCheck {
    const literals = new Set<unknown>();
    const parts: ShapeCheck[] = [];
    do {
      const literal = this.literal();
      if (literal === undefined) parts.push(this.part());
      else literals.add(literal);
    } while (this.take('|'));
    if (literals.size > 0) parts.unshift((value) => literals.has(value));
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : (value) => parts.some((part) => part(value));
  }

  /** A text in quotes that stands for itself alone. */
  private literal(): string | undefined {
    const token = this.tokens[this.at] ?? '';
    if (!token.startsWith('"') || this.tokens[this.at + 1] === '[]') return undefined;
    this.at += 1;
    return token.slice(1, -1);
  }

  private part(): ShapeCheck {
    const element = this.single();
    return this.take('[]') ? (value) => Array.isArray(value) && value.every(element) : element;
  }

  private single(): ShapeCheck {
    const token = this.next();
    if (token === '(' || token === '{') {
      const check = token === '(' ? this.union() : this.fields();
      this.next();
      return check;
    }
    if (token.startsWith('"')) {
      const literal = token.slice(1, -1);
      return (value) => value === literal;
    }
    return token === 'Readonly' ? this.record() : this.primitive(token);
  }

  /** `Readonly<Record<string, T>>` */
  private record(): ShapeCheck {
    for (const expected of ['<', 'Record', '<', 'string', ',']) this.expect(expected);
    const check = this.union();
    for (const expected of ['>', '>']) this.expect(expected);
    return (value) => isObject(value) && Object.values(value).every(check);
  }

  private primitive(token: string): ShapeCheck {
    const check = entryOf(PRIMITIVES, token);
    if (check === undefined) throw new Error(`a shape names ${token}, which is none`);
    return check;
  }

  private expect(expected: string): void {
    const token = this.next();
    if (token !== expected) throw new Error(`a shape has ${token} where ${expected} must be`);
  }

  private next(): string {
    this.at += 1;
    return this.tokens[this.at - 1] ?? '';
  }

  private take(token: string): boolean {
    const isNext = this.tokens[this.at] === token;
    if (isNext) this.at += 1;
    return isNext;
  }
}

/** The check of what a fact of the catalogue says, such as `userId: string; roles: { roleId: string }[]`. */
export const shapeOf = (text: string): ShapeCheck => new ShapeParser(text).fields();
