import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasOpenssl, opensslTsa, type OpensslTsa } from '../test/support/evidence/openssl-tsa';
import { signedLedger } from '../test/support/evidence/signed-ledger';
import { certificatesIn } from '../wire/timestamp/certificate-chain';
import { timestampRequest } from '../wire/timestamp/request';
import { parseTimestampResponse } from '../wire/timestamp/response';
import { parseVkey, type NoteKey } from '../wire/tlog/note-key';
import { TAR_END, tarEntry, untarred, type TarFile } from '../wire/tlog/tar';
import { report } from './report';
import { verifyBundle } from './verify-bundle';
import { verifyCommand } from './verify-command';

const COUNT = 300;
const folder = mkdtempSync(join(tmpdir(), 'keyledger-stamps-'));
afterAll(() => rmSync(folder, { recursive: true }));

const filesOf = (bundle: Buffer): readonly TarFile[] => [...untarred((at, length) => bundle.subarray(at, at + length))];
const changed = (bundle: Buffer, change: (file: TarFile) => readonly TarFile[]): Buffer =>
  Buffer.concat([...filesOf(bundle).flatMap(change).map(tarEntry), TAR_END]);

(hasOpenssl ? describe : describe.skip)('time-stamps of a bundle', () => {
  let tsa: OpensslTsa;
  let log: Awaited<ReturnType<typeof signedLedger>>;
  let bundle: Buffer;
  beforeAll(async () => {
    tsa = opensslTsa();
    tsa.certified('expired', { days: -1 });
    log = await signedLedger(COUNT);
    const { kept } = log.ledger.parts;
    for (const size of [100, 200, COUNT]) {
      const checkpoint = await log.sign(size);
      await kept.keep({ ...checkpoint, signedAt: new Date(Date.UTC(2026, 0, 1) + size * 1000).toISOString() });
      if (size === COUNT) continue;
      const content = stamp(Buffer.from(checkpoint.note)).toString('base64');
      const keptAt = new Date(Date.now() - 60_000).toISOString();
      await kept.keepAttestation({ log: 1, size, by: 'tsa', kind: 'timestamp', content, keptAt });
    }
    bundle = await log.bundle(COUNT, { requestedAt: new Date().toISOString() });
  });
  afterAll(() => tsa.end());

  const stamp = (bytes: Buffer, name = 'tsa'): Buffer => {
    const query = timestampRequest(createHash('sha256').update(bytes).digest(), Buffer.from([7]));
    const response = parseTimestampResponse(tsa.reply(query, name));
    if (!('token' in response)) throw new Error(response.refused);
    return response.token;
  };
  let files = 0;
  const stored = (bytes: Buffer): string => {
    const path = join(folder, String((files += 1)));
    writeFileSync(path, bytes);
    return path;
  };
  const verified = (bytes: Buffer, ca: string | undefined = tsa.ca) =>
    verifyBundle(stored(bytes), [parseVkey(log.vkey) as NoteKey], {
      checkpoints: [],
      receipts: [],
      ...(ca === '' ? {} : { authorities: certificatesIn(ca) }),
    });

  test('hold, and it is told what they say', () => {
    const { findings, notes } = verified(bundle);
    expect(findings).toEqual([]);
    expect(notes).toEqual([
      expect.stringMatching(
        /^2 time-stamps hold; the newest says that 200 facts were there at 2.*\(O=Audit, CN=tsa\)$/,
      ),
    ]);
  });

  test('are not believed unasked, and it is said that they are there', () => {
    const { findings, notes } = verified(bundle, '');
    expect([findings, notes]).toEqual([[], ['2 time-stamps are in the bundle; give --tsa-ca to have them verified']]);
  });

  const token = (content: () => Buffer) => (file: TarFile) =>
    file.name === 'timestamps/100-1.tst' ? [{ ...file, content: content() }] : [file];
  test.each<[string, string, (file: TarFile) => readonly TarFile[]]>([
    ['of another checkpoint', 'it stamps something else', token(() => stamp(Buffer.from('other')))],
    ['by an expired certificate', 'not valid at the time', token(() => stampOf(100, 'expired'))],
    ['that is spoilt', 'does not hold', token(() => spoilt())],
    ['that is rubbish', 'no time-stamp token', token(() => Buffer.from('x'))],
    [
      'whose checkpoint was taken away',
      'not signed by a key',
      (file) => (file.name === 'timestamps/100.checkpoint' ? [] : [file]),
    ],
    [
      'of a checkpoint that nobody signed',
      'not signed by a key',
      (file) => (file.name === 'timestamps/100.checkpoint' ? [{ ...file, content: Buffer.from('x\n') }] : [file]),
    ],
  ])('one %s is found', (_, detail, change) => {
    const { findings } = verified(changed(bundle, change));
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'timestamp', detail: expect.stringContaining(detail) }),
    );
  });
  const noteOf = (size: number) =>
    filesOf(bundle).find(({ name }) => name === `timestamps/${size}.checkpoint`)?.content ?? Buffer.alloc(0);
  const stampOf = (size: number, name: string) => stamp(noteOf(size), name);
  const spoilt = () => {
    const bytes = Buffer.from(stampOf(100, 'tsa'));
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    return bytes;
  };

  test('by somebody else, and none at all where they were asked for, are findings', () => {
    const other = opensslTsa();
    expect(verified(bundle, other.ca).findings.map(({ rule }) => rule)).toEqual([
      'timestamp',
      'timestamp',
      'timestamp',
    ]);
    other.end();
    const without = changed(bundle, (file) => (file.name.startsWith('timestamps/') ? [] : [file]));
    expect(verified(without).findings).toMatchObject([
      { rule: 'timestamp', detail: expect.stringContaining('no checkpoint') },
    ]);
  });

  test('a stamped checkpoint of another history is found though the bundle agrees with itself', async () => {
    const other = await signedLedger(50);
    const note = (await other.sign(50)).note;
    const more = changed(bundle, (file) =>
      file.name === 'timestamps/100.checkpoint'
        ? [
            file,
            { name: 'timestamps/50.checkpoint', content: Buffer.from(note) },
            { name: 'timestamps/50-1.tst', content: stamp(Buffer.from(note)) },
          ]
        : [file],
    );
    expect(verified(more).findings).toContainEqual(expect.objectContaining({ rule: 'timestamp' }));
  });

  test('a checkpoint that says it was signed after its stamp is found', () => {
    const late = changed(bundle, (file) =>
      file.name === 'checkpoints.jsonl'
        ? [
            {
              ...file,
              content: Buffer.from(file.content.toString().replaceAll(/"signedAt":"\d{4}/g, '"signedAt":"2100')),
            },
          ]
        : [file],
    );
    expect(verified(late).findings.slice(0, 2)).toMatchObject([
      { rule: 'time', leaf: 100, detail: expect.stringContaining('stamped at') },
      { rule: 'time', leaf: 200, detail: expect.stringContaining('stamped at') },
    ]);
  });

  test('what is found ends the command with 1, and with 2 where the authorities can not be read', async () => {
    const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const wrong = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const path = stored(
      changed(
        bundle,
        token(() => Buffer.from('x')),
      ),
    );
    const run = (...args: string[]) => verifyCommand([path, '--key', log.vkey, ...args]);
    expect(await run('--tsa-ca', tsa.caFile)).toBe(1);
    expect(said.mock.calls.join()).toContain('FOUND      timestamp');
    expect(await run('--tsa-ca', path)).toBe(2);
    expect(await run('--tsa-ca', join(folder, 'none'))).toBe(2);
    said.mockRestore();
    wrong.mockRestore();
    expect(report(verified(bundle), 0)).toContain('time-stamps hold');
  });
});
