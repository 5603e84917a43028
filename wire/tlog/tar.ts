const BLOCK = 512;

/** A file of an archive. */
export interface TarFile {
  readonly name: string;
  readonly content: Buffer;
}

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

/** Nothing of a file follows from who made it where: the same content is the same archive. */
const headerOf = (name: string, size: number): Buffer => {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`${name} is too long for an archive`);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(0, 12), 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
};

/** A file as it stands in an archive (POSIX ustar). */
export const tarEntry = ({ name, content }: TarFile): Buffer =>
  Buffer.concat([headerOf(name, content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);

/** What an archive ends with. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** Reads so many bytes from a place on; fewer where it ends. */
export type ReadAt = (at: number, length: number) => Buffer;

/** The files of an archive, one by one. Throws where it ends amid one, or is none. */
export function* untarred(read: ReadAt): Generator<TarFile> {
  for (let at = 0; ;) {
    const header = read(at, BLOCK);
    if (header.length < BLOCK) throw new Error('it ends before its end');
    if (header.every((byte) => byte === 0)) return;
    const field = (from: number, length: number) =>
      (header.toString('utf8', from, from + length).split('\0')[0] ?? '').trim();
    const size = Number.parseInt(field(124, 12), 8);
    if (field(257, 5) !== 'ustar' || !Number.isSafeInteger(size)) throw new Error('it is no archive of this kind');
    const content = read(at + BLOCK, size);
    if (content.length < size) throw new Error('it ends before its end');
    const isFile = header[156] === 0x30 || header[156] === 0;
    if (isFile) yield { name: field(0, 100).replace(/^\.\//, ''), content };
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}
