import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEVER, sinkCheckpoint, sinkFact, sinkFacts } from '../../../test/support/sinks/sink-items';
import { FileSink } from './file-sink';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-sink-'));
afterAll(() => rmSync(folder, { recursive: true }));
const opened: FileSink[] = [];
afterEach(() => Promise.all(opened.splice(0).map((sink) => sink.close())));
const sinkTo = (path: string) => {
  const sink = new FileSink(path);
  opened.push(sink);
  return sink;
};
let files = 0;
const fresh = () => join(folder, `${(files += 1)}.jsonl`);
const lines = (path: string) => {
  const text = readFileSync(path, 'utf8');
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
};
const idsIn = (path: string) =>
  lines(path).map(({ kind, fact, note }) => (kind === 'fact' ? fact.id : note.split('\n')[1]));

test('a line each, a fact in its canonical bytes with its place, for its user alone', async () => {
  const path = fresh();
  const leaf = { log: 1, index: 41, hash: 'aGFzaA==' };
  const sink = sinkTo(path);
  await sink.send([sinkFact(1), sinkFact(2, { leaf })], NEVER);
  await sink.send([sinkCheckpoint(2)], NEVER);
  expect(readFileSync(path, 'utf8')).toBe(
    `{"kind":"fact","position":"0000000000000001","fact":{"data":{"n":1},"id":"e1"}}
{"kind":"fact","position":"0000000000000002","log":1,"leaf":41,"fact":{"data":{"n":2},"id":"e2"}}
${JSON.stringify({ kind: 'checkpoint', time: '2026-01-31T09:30:00.003Z', note: sinkCheckpoint(2).note })}
`,
  );
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
});

test.each([1, 2, 10, 40, 78])(
  'a last line of which %i bytes were written is mended: nothing is lost or doubled',
  async (bytes) => {
    const path = fresh();
    await sinkTo(path).send(sinkFacts(1, 2), NEVER);
    const whole = statSync(path).size;
    await sinkTo(path).send(sinkFacts(3), NEVER);
    truncateSync(path, whole + bytes);
    await sinkTo(path).send(sinkFacts(1, 2, 3, 4), NEVER);
    expect(idsIn(path)).toEqual(['e1', 'e2', 'e3', 'e4']);
  },
);

test('a first line that is torn is mended too', async () => {
  const path = fresh();
  writeFileSync(path, '{"kind":"fact","posi');
  await sinkTo(path).send(sinkFacts(1), NEVER);
  expect(idsIn(path)).toEqual(['e1']);
});

test('what was written before a crash and not noted is not written again; a fact of another history is', async () => {
  const path = fresh();
  await sinkTo(path).send(sinkFacts(1, 2, 3), NEVER);
  await sinkTo(path).send(sinkFacts(2, 3, 4), NEVER);
  expect(idsIn(path)).toEqual(['e1', 'e2', 'e3', 'e4']);
  // An older copy of the log was put back: the same positions, other facts.
  await sinkTo(path).send(
    [
      sinkFact(3, { id: 'other3', canonical: '{"id":"other3"}' }),
      sinkFact(4, { id: 'other4', canonical: '{"id":"other4"}' }),
    ],
    NEVER,
  );
  expect(idsIn(path)).toEqual(['e1', 'e2', 'e3', 'e4', 'other3', 'other4']);
});

test('it goes on in the file that was put in its place', async () => {
  const path = fresh();
  const sink = sinkTo(path);
  await sink.send(sinkFacts(1), NEVER);
  renameSync(path, `${path}.1`);
  await sink.send(sinkFacts(2), NEVER);
  writeFileSync(`${path}.new`, '');
  renameSync(path, `${path}.2`);
  renameSync(`${path}.new`, path);
  await sink.send(sinkFacts(3), NEVER);
  truncateSync(path, 0);
  await sink.send(sinkFacts(4), NEVER);
  expect([`${path}.1`, `${path}.2`, path].map(idsIn)).toEqual([['e1'], ['e2'], ['e4']]);
});

test.each(['root:x:0:0', '{"some":"thing"}\n', '{"kind":"fact"}\nhalf a line of somebody else'])(
  'a file that holds %j is left as it is',
  async (text) => {
    const path = fresh();
    writeFileSync(path, text);
    await expect(sinkTo(path).send(sinkFacts(1), NEVER)).rejects.toThrow('NOT_A_SINK_FILE');
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);

test('a folder, and a file that is no file, are refused by a word', async () => {
  await expect(sinkTo(folder).send(sinkFacts(1), NEVER)).rejects.toThrow('EISDIR');
  await expect(sinkTo(join(folder, 'none', 'x')).send(sinkFacts(1), NEVER)).rejects.toThrow('ENOENT');
  await expect(sinkTo('/dev/null').send(sinkFacts(1), NEVER)).rejects.toThrow('NOT_A_FILE');
  // A pipe that nobody reads would hold up whoever opens it.
  const pipe = fresh();
  execFileSync('mkfifo', [pipe]);
  await expect(sinkTo(pipe).send(sinkFacts(1), NEVER)).rejects.toThrow('NOT_A_FILE');
});

test('a line of any length is found again', async () => {
  const path = fresh();
  const long = sinkFact(2, { canonical: JSON.stringify({ id: 'e2', data: 'x'.repeat(300_000) }) });
  await sinkTo(path).send([sinkFact(1), long], NEVER);
  appendFileSync(path, `{"kind":"fact","position":"${'x'.repeat(200_000)}`);
  await sinkTo(path).send([sinkFact(1), long, sinkFact(3)], NEVER);
  expect(idsIn(path)).toEqual(['e1', 'e2', 'e3']);
});
