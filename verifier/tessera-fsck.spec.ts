import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { signedLedger } from '../test/support/evidence/signed-ledger';
import { tesseraFsck } from '../test/support/evidence/tessera-fsck';
import { untarred } from '../wire/tlog/tar';

const program = tesseraFsck();
const folder = mkdtempSync(join(tmpdir(), 'keyledger-fsck-'));
afterAll(() => rmSync(folder, { recursive: true }));

const unpacked = (bundle: Buffer): void => {
  for (const { name, content } of untarred((at, length) => bundle.subarray(at, at + length))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
};

const fsck = () => {
  const { status, stderr } = spawnSync(
    program as string,
    ['-ui=false', '-logtostderr', `-storage_url=file://${folder}/log/`, `-public_key=${folder}/keys.txt`],
    { encoding: 'utf8', timeout: 5_000 },
  );
  return { holds: status === 0 && stderr.includes('Successfully'), said: stderr };
};

(program === undefined ? describe.skip : describe)('a checker of somebody else', () => {
  test.each([1, 255, 256, 257, 700])('accepts the log of a bundle of %d facts', async (count) => {
    unpacked(await (await signedLedger(count)).bundle());
    expect(fsck()).toMatchObject({ holds: true });
    rmSync(join(folder, 'log'), { recursive: true });
  });

  test('never says that it is whole when a byte of it is another', async () => {
    unpacked(await (await signedLedger(300)).bundle());
    const entries = join(folder, 'log/tile/entries/000');
    const bytes = readFileSync(entries);
    bytes.writeUInt8(bytes.readUInt8(500) ^ 1, 500);
    writeFileSync(entries, bytes);
    expect(fsck()).toMatchObject({ holds: false });
  });
});
