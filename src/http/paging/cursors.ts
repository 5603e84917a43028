import { Inject, Injectable } from '@nestjs/common';
import type { Page, PageKey, PageRequest } from '../../kernel/page';
import { Sealing } from '../../kernel/sealing';
import { invalid } from '../platform/validation/invalid';

/** Equality in a time that depends on the length only: a proof can't be guessed character by character. */
const sameText = (given: string, expected: string): boolean => {
  let difference = given.length ^ expected.length;
  for (let i = 0; i < expected.length; i++) difference |= given.charCodeAt(i) ^ expected.charCodeAt(i);
  return difference === 0;
};

/** A page as it is answered. */
export interface ListAnswer<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

interface ListQuery {
  readonly limit?: number;
  readonly cursor?: string;
}

const DEFAULT_LIMIT = 50;

const isKey = (value: unknown): value is [string | number, string] =>
  Array.isArray(value) &&
  value.length === 2 &&
  (typeof value[0] === 'string' || typeof value[0] === 'number') &&
  typeof value[1] === 'string';

/** Cursors clients can hand back but not make: the key of the last item with a keyed hash over it and the list's name. */
@Injectable()
export class Cursors {
  constructor(@Inject(Sealing) private readonly sealing: Sealing) {}

  /** `list` names the list, and whatever of its filters the order depends on. Errors: `Refused` for a foreign cursor. */
  request(list: string, { limit = DEFAULT_LIMIT, cursor }: ListQuery): PageRequest {
    return cursor === undefined ? { limit } : { limit, after: this.open(list, cursor) };
  }

  answer<T>(list: string, { items, next }: Page<T>): ListAnswer<T> {
    return { items, nextCursor: next === undefined ? null : this.close(list, next) };
  }

  private close(list: string, { value, id }: PageKey): string {
    const text = Buffer.from(JSON.stringify([value, id])).toString('base64url');
    return `${text}.${this.proofs(list, text)[0]}`;
  }

  private open(list: string, cursor: string): PageKey {
    const [text = '', proof = '', ...rest] = cursor.split('.');
    if (rest.length > 0 || !this.proofs(list, text).some((each) => sameText(proof, each))) {
      throw invalid({ field: 'cursor', message: 'is not a cursor of this list' });
    }
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!isKey(key)) throw invalid({ field: 'cursor', message: 'is not a cursor of this list' });
    return { value: key[0], id: key[1] };
  }

  /** By every key that is still good: a list that was begun before the key was changed goes on. */
  private proofs(list: string, text: string): readonly string[] {
    return this.sealing.fingerprints('cursor', JSON.stringify([list, text]));
  }
}
