import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';

const SOURCE = join(root, 'test', 'support', 'mongodb', 'server');
const FILES = ['pom.xml', 'TestMongo.java'];

/** Outside the clone, one for each state of the sources: what was made from others is never mistaken for it. */
const folder = () => {
  const hash = createHash('sha256');
  FILES.forEach((name) => hash.update(readFileSync(join(SOURCE, name))));
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'keyledger', `test-mongo-${hash.digest('hex').slice(0, 16)}`);
};

const run = (program, args, cwd) => {
  const { status, error } = spawnSync(program, args, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${program} failed${error ? ` (${error.message})` : ''}`);
};

export const isInstalled = () => existsSync(folder());

/** Fetches the server from Maven Central and compiles its few lines of ours; needs a JDK and Maven. */
export const install = () => {
  const target = folder();
  mkdirSync(join(target, '..'), { recursive: true });
  const draft = mkdtempSync(`${target}.`);
  try {
    FILES.forEach((name) => copyFileSync(join(SOURCE, name), join(draft, name)));
    run('mvn', ['--quiet', '--batch-mode', 'dependency:copy-dependencies', '-DoutputDirectory=jars'], draft);
    run('javac', ['-cp', 'jars/*', '-d', 'classes', 'TestMongo.java'], draft);
    // Appears whole or not at all: two that install at once each have a whole one.
    if (!existsSync(target)) renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
};

/** Starts one on a free port, and on data of its own unless some is named. It ends with this process, or when `end` is called. */
export const start = async (data = mkdtempSync(join(tmpdir(), 'keyledger-mongo-'))) => {
  const home = folder();
  const path = [join(home, 'classes'), join(home, 'jars', '*')].join(process.platform === 'win32' ? ';' : ':');
  const args = [
    '-Xmx512m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-cp',
    path,
    'TestMongo',
    join(data, 'db'),
    '0',
  ];
  const child = spawn('java', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const port = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const line = /^port (\d+)$/m.exec(text);
      if (line) resolve(Number(line[1]));
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the MongoDB server for tests ended with ${code}`)));
  });
  const end = () => {
    child.stdin.end();
    rmSync(data, { recursive: true, force: true });
  };
  return { url: `mongodb://127.0.0.1:${port}`, end };
};
