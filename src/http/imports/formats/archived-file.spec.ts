import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { zipSync, type Zippable } from 'fflate';
import { until } from '../../../../test/support/until';
import { archivedFile } from './archived-file';

const WANTED = 'export.data';

async function* sent(zip: Uint8Array, size: number) {
  for (let from = 0; from < zip.length; from += size) yield zip.subarray(from, from + size);
}
const unpacked = async (zip: Uint8Array, size = 65_536): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of archivedFile(sent(zip, size), WANTED)) pieces.push(piece);
  return Buffer.concat(pieces);
};
const random = (bytes: number) => Uint8Array.from({ length: bytes }, (_, n) => (n * 7919 + (n >> 3)) & 0xff);
const text = Buffer.from('{"accounts":[]}'.repeat(600));

test.each<[string, Zippable]>([
  ['alone', { [WANTED]: text }],
  ['not packed', { [WANTED]: [text, { level: 0 }] }],
  [
    'behind and before others',
    { 'files/a': random(70_000), empty: new Uint8Array(), [WANTED]: text, z: [text, { level: 0 }] },
  ],
])('the file is found %s, however the archive is cut', async (_, files) => {
  for (const size of [7, 1000, 65_536]) expect((await unpacked(zipSync(files), size)).equals(text)).toBe(true);
});

test('what is packed a thousand times over is unpacked little by little, and no further than somebody takes', async () => {
  const zip = zipSync({ [WANTED]: new Uint8Array(16 * 1024 * 1024) });
  expect(zip.length).toBeLessThan(20_000);
  let [taken, largest] = [0, 0];
  for await (const piece of archivedFile(sent(zip, 65_536), WANTED)) {
    largest = Math.max(largest, piece.length);
    taken += piece.length;
    if (taken > 4_000_000) break;
  }
  expect(largest).toBeLessThanOrEqual(2 * 1024 * 1024);
  expect(taken).toBeLessThanOrEqual(4_000_000 + 2 * 1024 * 1024);
});

/** The local header of a file that is said to be so large, packed in this way. */
const header = (name: string, size: number, method = 0) => {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(method, 8);
  head.writeUInt32LE(size, 18);
  head.writeUInt32LE(size, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name)]);
};

const MIB = 1024 * 1024;
setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

test.each([0, 8, 12, 93])('of a file that nobody wants nothing is kept, packed by method %i', async (method) => {
  let isFreed = false;
  async function* video() {
    yield header('files/video', 40 * MIB, method);
    collect();
    const before = process.memoryUsage().arrayBuffers;
    for (let n = 0; n < 30; n += 1) yield new Uint8Array(MIB);
    await until('memory to be free again', () => {
      collect();
      isFreed = process.memoryUsage().arrayBuffers - before < 8 * MIB;
      return isFreed;
    });
  }
  const all = archivedFile(video(), WANTED);
  await expect(all[Symbol.asyncIterator]().next()).rejects.toThrow('invalid zip');
  expect(isFreed).toBe(true);
});

test('more than 20,000 files, and the archive is given up', async () => {
  const many = Buffer.concat(Array.from({ length: 20_001 }, () => header('a', 0)));
  await expect(unpacked(Buffer.concat([many, Buffer.from('more than the header')]))).rejects.toThrow('too many files');
});

test('the file itself packed in a way nobody knows is no export', async () => {
  await expect(unpacked(Buffer.concat([header(WANTED, 10, 93), Buffer.alloc(40)]))).rejects.toThrow('nobody knows');
});
