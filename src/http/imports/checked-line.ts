import { entryOf } from '../../kernel/entry-of';
import { RefusedError } from '../../kernel/refused-error';
import { fieldsOf } from '../platform/validation/fields';
import type { FieldError } from '../platform/validation/field-errors';
import { StrictValidationPipe } from '../platform/validation/strict-validation.pipe';
import type { ImportFinding } from './entry';
import { IMPORT_LINES, type ImportLine } from './import-line';

const PIPE = new StrictValidationPipe();
const MAX_BYTES = 64 * 1024;

const wrong = (detail: string): ImportFinding => ({ code: 'VALIDATION_FAILED', detail });

/** A field that is not ours may be a value in the wrong column: it is not named. */
const told = ({ field, message }: FieldError, fields: readonly string[]): string => {
  const [root = ''] = field.split(/[.[]/);
  return fields.includes(root) ? `${root} ${message}.` : 'It has a field that is not known.';
};

const amiss = (line: ImportLine): ImportFinding | undefined => {
  if (line.kind === 'identity' && line.scheme !== 'v1' && Buffer.byteLength(line.credential, 'utf8') > MAX_BYTES) {
    return wrong('credential must have at most 65536 bytes in UTF-8.');
  }
  const isOne = line.kind !== 'grant' || (line.user === undefined) !== (line.group === undefined);
  return isOne ? undefined : wrong('A grant names a user or a group, one of the two.');
};

/** A line as the contract has it, or what is wrong with it, by the names of our own fields alone. */
export const checkedLine = async (thing: object): Promise<{ readonly line: ImportLine } | ImportFinding> => {
  const kind = entryOf(thing as Record<string, unknown>, 'kind');
  const form = IMPORT_LINES.get(kind);
  if (form === undefined) return wrong('kind must be vault, host, identity or grant.');
  try {
    const line = (await PIPE.transform(thing, { type: 'body', metatype: form })) as ImportLine;
    return amiss(line) ?? { line };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const [first] = (error.refusal.extra?.['errors'] ?? []) as readonly FieldError[];
    return wrong(first === undefined ? 'The line is not valid.' : told(first, [...fieldsOf(form).keys()]));
  }
};
