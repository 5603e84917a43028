import { isUtf8 } from 'node:buffer';
import { jsonExcess } from '../../edge/json-bounds';
import { repeatedMember } from '../../edge/repeated-member';
import { broken, type ImportEntry } from '../entry';
import { utf8In } from '../utf8-in';

/** A value of 64 KiB, every character of it escaped, fits twice. */
const MAX_LINE = 1024 * 1024;

const refused = (line: number, detail: string): ImportEntry => ({
  line,
  refused: { code: 'VALIDATION_FAILED', detail },
});

const parsed = (line: number, bytes: Buffer): ImportEntry | undefined => {
  if (!isUtf8(bytes)) return refused(line, 'It is not valid UTF-8.');
  const excess = jsonExcess(bytes);
  if (excess !== undefined) return refused(line, `It ${excess}.`);
  const text = bytes.toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refused(line, 'It is no JSON object.');
    }
    return repeatedMember(text) === undefined
      ? { line, thing: value }
      : refused(line, 'One of its members is given more than once.');
  } catch {
    // The parser's message quotes the line.
    return refused(line, 'It is not valid JSON.');
  }
};

/** JSON Lines as the contract writes them, a thing a line; a line that is too long is skipped without being kept. */
export async function* readJsonl(bytes: AsyncIterable<Uint8Array>): AsyncIterable<ImportEntry> {
  let kept: Buffer[] = [];
  let length = 0;
  let line = 1;
  const entry = (): ImportEntry | undefined =>
    length > MAX_LINE ? refused(line, 'It is longer than 1 MiB.') : parsed(line, Buffer.concat(kept));
  try {
    for await (const piece of utf8In(bytes)) {
      for (let from = 0; from < piece.length;) {
        const end = piece.indexOf(0x0a, from);
        const part = piece.subarray(from, end < 0 ? piece.length : end);
        length += part.length;
        if (length <= MAX_LINE) kept.push(Buffer.from(part));
        else kept = [];
        if (end < 0) break;
        from = end + 1;
        const found = entry();
        if (found !== undefined) yield found;
        [kept, length] = [[], 0];
        line += 1;
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    yield broken(line, 'The file is not valid UTF-16. Save it as UTF-8.');
    return;
  }
  const rest = length > 0 ? entry() : undefined;
  if (rest !== undefined) yield rest;
}
