import type { ImportFinding } from './entry';
import { fieldsOf } from '../platform/validation/fields';
import { IMPORT_LINES, type ImportLine } from './import-line';

/** Shorter than this it is no value, and stands in many a word. */
const SHORTEST = 3;
/** Words of ours that a line may hold. */
const OURS = new Set(['kind', 'scheme', 'credentialType', 'level']);

function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    if (!Array.isArray(value)) yield name;
    yield* textsIn(part);
  }
}

/** A command's words may name what it was given; those of an import never do: a value may stand in the wrong place. */
export const unquoted = (finding: ImportFinding, line: ImportLine): ImportFinding => {
  const form = IMPORT_LINES.get(line.kind);
  const fields = form === undefined ? [] : [...fieldsOf(form).keys()];
  const given = Object.entries(line).filter(([name]) => !OURS.has(name));
  const texts = given.flatMap(([, part]) => [...textsIn(part)]).filter((text) => text.length >= SHORTEST);
  if (!texts.some((text) => finding.detail.includes(text))) return finding;
  const field = fields.find((name) => finding.detail.startsWith(name));
  return { code: finding.code, detail: field === undefined ? 'The line was refused.' : `${field} is not valid.` };
};
