import { createHash } from 'node:crypto';
import { combine, split } from 'shamir-secret-sharing';
import { SharesRefused, type Escrow, type ShareLabel } from '../../kernel/escrow';
import type { Random } from '../../kernel/random';
import { rootKeyMark } from './root-key-mark';

const PREFIX = 'kls1';
const MOST = 255;
const ROOT_KEY_BYTES = 32;
/** Of the root key's mark: enough to tell two of them apart. */
const MARK_LETTERS = 12;
const SET_BYTES = 6;
const CHECKSUM_LETTERS = 8;

/** `kls1.<set>.<threshold>.<number>.<shares>.<mark>.<share>.<checksum>` */
const LINE = /^kls1\.([\w-]{8})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.([\w-]{12})\.([\w-]{44})\.([\w-]{8})$/;

interface Share extends ShareLabel {
  readonly bytes: Uint8Array;
}

const checksum = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, CHECKSUM_LETTERS);

const markOf = (rootKey: Uint8Array): string => rootKeyMark(rootKey).slice(0, MARK_LETTERS);

const lineOf = ({ set, threshold, number, shares, rootKey, bytes }: Share): string => {
  const text = [PREFIX, set, threshold, number, shares, rootKey, Buffer.from(bytes).toString('base64url')].join('.');
  return `${text}.${checksum(text)}`;
};

const shareIn = (line: string, place: string): Share => {
  const text = line.trim();
  const [, set, threshold, number, shares, rootKey, bytes, sum] = LINE.exec(text) ?? [];
  if (set === undefined || rootKey === undefined || bytes === undefined) {
    throw new SharesRefused(`${place} is no share of a root key; it begins with ${PREFIX} and is one line.`);
  }
  if (checksum(text.slice(0, -CHECKSUM_LETTERS - 1)) !== sum) {
    throw new SharesRefused(`${place} was mistyped or damaged: its checksum does not fit.`);
  }
  const told = { set, rootKey, threshold: Number(threshold), number: Number(number), shares: Number(shares) };
  return { ...told, bytes: Buffer.from(bytes, 'base64url') };
};

/** Of one splitting, each once, and enough of them. Which one to blame is judged by the first. */
const assertFit = ([first, ...rest]: readonly Share[]): Share => {
  if (first === undefined) throw new SharesRefused('There is no share.');
  const seen = new Set([first.number]);
  for (const share of rest) {
    const place = `Share ${share.number} of set ${share.set}`;
    if (share.set !== first.set || share.threshold !== first.threshold || share.rootKey !== first.rootKey) {
      const other =
        share.rootKey === first.rootKey ? 'of another splitting of the same root key' : 'of another root key';
      throw new SharesRefused(`${place} is ${other} than share ${first.number} of set ${first.set}; take it away.`);
    }
    if (seen.has(share.number)) throw new SharesRefused(`${place} was given twice.`);
    seen.add(share.number);
  }
  if (seen.size < first.threshold) {
    throw new SharesRefused(`${first.threshold} shares of set ${first.set} are needed; there are ${seen.size}.`);
  }
  return first;
};

const assertPossible = (threshold: number, shares: number): void => {
  const whole = [threshold, shares].every((each) => Number.isInteger(each));
  if (!whole || threshold < 2 || threshold > shares || shares > MOST) {
    throw new RangeError(`a root key is split into 2 to ${MOST} shares, of which 2 or more are needed`);
  }
};

/** Shamir's scheme over GF(2^8), by an audited library; what stands around it tells wrong and mixed shares. */
export const shamirEscrow = (random: Random): Escrow => ({
  split: async (rootKey, { threshold, shares }) => {
    assertPossible(threshold, shares);
    if (rootKey.length !== ROOT_KEY_BYTES) throw new RangeError('a root key is 32 bytes');
    const set = Buffer.from(random.bytes(SET_BYTES)).toString('base64url');
    const parts = await split(Uint8Array.from(rootKey), shares, threshold);
    const told = { set, threshold, shares, rootKey: markOf(rootKey) };
    return parts.map((bytes, index) => lineOf({ ...told, number: index + 1, bytes }));
  },
  label: (line, place) => {
    const { bytes: _, ...label } = shareIn(line, place);
    return label;
  },
  combine: async (lines) => {
    const shares = lines.map((line, index) => shareIn(line, `Share ${index + 1} of those given`));
    const { bytes: _, ...label } = assertFit(shares);
    const rootKey = await combine(shares.map(({ bytes }) => Uint8Array.from(bytes)));
    if (markOf(rootKey) !== label.rootKey) {
      throw new SharesRefused(
        'The shares fit each other, and do not lead to the root key they name: one of them is forged.',
      );
    }
    return { rootKey, label };
  },
});
