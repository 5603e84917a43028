import { createHash } from 'node:crypto';
import { closeSync, constants, fdatasyncSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { sequenceLost } from './state-unusable';
import { syncFolder } from './write-durably';

/** Two places in turn, so that the write that a power cut halves leaves the number before it readable. */
const PLACE = 64;
const DIGITS = 16;
const MARK = 16;

const markOf = (digits: string): string =>
  createHash('sha256').update(`sequence ${digits}`).digest('hex').slice(0, MARK);

const numberIn = (place: string): number | undefined => {
  const [digits = '', mark] = place.trimEnd().split(' ');
  return digits.length === DIGITS && markOf(digits) === mark ? Number(digits) : undefined;
};

/**
 * The numbers of an agent's requests: each above every one before, and durable before it is used, so that none comes twice
 * whatever happens to the machine. One sync a request, on purpose: numbers taken in advance would hide for a while that a
 * machine was copied or set back.
 */
export class Sequence {
  private constructor(
    private readonly file: number,
    private last: number,
  ) {}

  /** `fresh`: of an agent that never sent anything. Throws `sequenceLost()` when the numbers of another one are. */
  static open(path: string, { fresh }: { readonly fresh: boolean }): Sequence {
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const text = Buffer.alloc(2 * PLACE);
    const length = readSync(file, text, 0, text.length, 0);
    const places = [text.subarray(0, PLACE), text.subarray(PLACE)].map((place) => numberIn(place.toString('latin1')));
    const last = Math.max(...places.map((number) => number ?? -1));
    if (last >= 0) return new Sequence(file, last);
    // Nothing, or zeros, can be a first start that was cut short; a number that can't be read any more can't.
    if (!fresh || !text.subarray(0, length).every((byte) => byte === 0)) {
      closeSync(file);
      throw sequenceLost();
    }
    writeSync(file, Buffer.alloc(2 * PLACE), 0, 2 * PLACE, 0);
    fsyncSync(file);
    syncFolder(dirname(path));
    return new Sequence(file, 0);
  }

  next(): number {
    this.last += 1;
    const digits = String(this.last).padStart(DIGITS, '0');
    const place = `${digits} ${markOf(digits)}`.padEnd(PLACE - 1) + '\n';
    writeSync(this.file, place, (this.last % 2) * PLACE, 'latin1');
    fdatasyncSync(this.file);
    return this.last;
  }

  close(): void {
    closeSync(this.file);
  }
}
