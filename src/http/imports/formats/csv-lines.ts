import { jsonExcess } from '../../edge/json-bounds';
import type { ImportEntry } from '../entry';
import { csvRecords } from './csv-records';

const NUMBERS = new Set(['rotationIntervalDays', 'maxConcurrentSessions']);
const FLAGS = new Set(['rotateAfterUse', 'allowConcurrentCheckout']);

const wrong = (line: number, detail: string): ImportEntry => ({ line, refused: { code: 'VALIDATION_FAILED', detail } });

const settings = (text: string): unknown => {
  // As it stands it is no object, and refused as that.
  if (jsonExcess(Buffer.from(text)) !== undefined) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** A cell as a line of JSON would have it; an empty one is not given. */
const valueOf = (name: string, cell: string): unknown => {
  if (NUMBERS.has(name) && /^\d{1,9}$/.test(cell)) return Number(cell);
  if (FLAGS.has(name) && /^(?:true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  if (name === 'hosts') return cell.split(';').map((host) => host.trim());
  return name === 'connectorSettings' ? settings(cell) : cell;
};

/** CSV with the names of the contract as columns, lists by `;`, `connectorSettings` as JSON. */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncIterable<ImportEntry> {
  for await (const record of csvRecords(bytes)) {
    if (!('cells' in record)) {
      yield record;
      continue;
    }
    const { line, cells, length } = record;
    if (length !== 'even') {
      yield wrong(line, 'It has not as many cells as the first line has columns.');
      continue;
    }
    const given = [...cells].filter(([, cell]) => cell !== '').map(([name, cell]) => [name, valueOf(name, cell)]);
    yield { line, thing: Object.fromEntries(given) as object };
  }
}
