import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LeakScanner } from './leak-scanner';

/** A scan that finds nothing proves something only when it finds what was put there. */
const SECRET = 'Planted "secret" \\ of № 7 🔑 \n and more';
const scanner = new LeakScanner();
scanner.add('planted', SECRET);
const utf8 = Buffer.from(SECRET);

test.each<[string, string | Buffer]>([
  ['as it is', `before ${SECRET} after`],
  ['among bytes that are no text', Buffer.concat([Buffer.from([0xff, 0]), utf8, Buffer.from([0xfe])])],
  ['in UTF-16, little end first', Buffer.from(`x${SECRET}`, 'utf16le')],
  ['in UTF-16, big end first', Buffer.from(`x${SECRET}`, 'utf16le').swap16()],
  ['as a JSON member', JSON.stringify({ a: [SECRET] })],
  ['as JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: SECRET }) })],
  ['in a query', `/x?q=${encodeURIComponent(SECRET)}&r=1`],
  ['in a form', new URLSearchParams({ q: SECRET }).toString()],
  ['in hexadecimal', utf8.toString('hex')],
  ['in HEXADECIMAL', utf8.toString('hex').toUpperCase()],
  ['as a hash without a key', createHash('sha256').update(SECRET).digest()],
  ['as a written hash without a key', createHash('sha256').update(SECRET).digest('base64url')],
  ...[0, 1, 2].flatMap((shift): [string, string][] =>
    (['base64', 'base64url'] as const).map((kind) => [
      `in ${kind}, ${shift} bytes in`,
      Buffer.from(`${'x'.repeat(shift)}${SECRET}tail`).toString(kind),
    ]),
  ),
])('finds a secret %s', (_, content) => {
  expect(scanner.findIn('here', content).join()).toMatch(/^planted in \S.* at here/);
});

test('finds nothing where there is nothing', () => {
  expect(scanner.findIn('here', `planted, but not the secret: ${SECRET.slice(0, -1)}`)).toEqual([]);
});

test('looks into every file of a folder, and says which', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-leaks-'));
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'clean'), 'nothing');
  writeFileSync(join(folder, 'deep', 'x.db-wal'), Buffer.concat([Buffer.alloc(5_000), utf8]));
  expect(scanner.findUnder(folder)).toEqual([`planted in utf8 at ${join(folder, 'deep', 'x.db-wal')}`]);
  rmSync(folder, { recursive: true });
});

test('finds what is moved while the folder is looked through, where it lies then', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-leaks-'));
  writeFileSync(join(folder, 'a'), 'nothing');
  writeFileSync(join(folder, 'b.new'), utf8);
  const looked = jest.spyOn(scanner, 'findIn').mockImplementationOnce(() => {
    // By the time that the second file is opened, it has another name.
    renameSync(join(folder, 'b.new'), join(folder, '0'));
    return [];
  });
  expect(scanner.findUnder(folder)).toEqual([`planted in utf8 at ${join(folder, '0')}`]);
  looked.mockRestore();
  rmSync(folder, { recursive: true });
});
