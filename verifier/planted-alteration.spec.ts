import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedLedger } from '../test/support/evidence/signed-ledger';
import { parseVkey, type NoteKey } from '../wire/tlog/note-key';
import { verifyBundle } from './verify-bundle';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-planted-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The lines that plant one, of what docs/evidence.md has its readers paste. */
const pasted = (): string => {
  const page = readFileSync(join(__dirname, '../docs/evidence.md'), 'utf8');
  const [, lines = ''] = /```\n(mkdir b .*?)\n```/su.exec(page) ?? [];
  return lines
    .split('\n')
    .filter((line) => !line.startsWith('node '))
    .join('\n');
};

test('what an auditor pastes to try the verifier does plant an alteration, and is found where the page says', async () => {
  const { bundle, vkey } = await signedLedger(1000);
  writeFileSync(join(folder, 'bundle.tar'), await bundle());
  execFileSync('sh', ['-e'], { cwd: folder, input: pasted() });
  const keys = [parseVkey(vkey) as NoteKey];
  const { findings } = verifyBundle(join(folder, 'planted.tar'), keys, { checkpoints: [], receipts: [] });
  expect(findings.map(({ rule, leaf }) => `${rule} ${leaf}`)).toEqual(['altered 9', 'time 9']);
});
