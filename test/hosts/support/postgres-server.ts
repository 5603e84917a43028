import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { until } from '../../support/until';
import { freePort } from '../../support/free-port';

const FOLDER = '/usr/lib/postgresql';

/** PostgreSQL refuses to run as root. */
const asPostgres = {
  uid: Number(execFileSync('id', ['-u', 'postgres'])),
  gid: Number(execFileSync('id', ['-g', 'postgres'])),
};

export class PostgresServer {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly bin: string,
    readonly port: number,
    readonly adminPassword: string,
  ) {}

  /** In a folder of its own: everybody by SCRAM, over the loopback and the socket. */
  static async start(adminPassword: string): Promise<PostgresServer> {
    const bin = join(FOLDER, readdirSync(FOLDER).toSorted().at(-1) as string, 'bin');
    const folder = mkdtempSync(join(tmpdir(), 'keyledger-pg-'));
    execFileSync('chown', ['postgres:postgres', folder]);
    chmodSync(folder, 0o755);
    const secret = join(folder, 'admin');
    writeFileSync(secret, adminPassword);
    const words = ['-D', join(folder, 'data'), '-U', 'postgres', '--pwfile', secret, '--auth', 'scram-sha-256', '-N'];
    execFileSync(join(bin, 'initdb'), words, { ...asPostgres, cwd: '/', stdio: 'ignore' });
    rmSync(secret);
    const server = new PostgresServer(folder, bin, await freePort(), adminPassword);
    await server.run();
    return server;
  }

  get socketFolder(): string {
    return this.folder;
  }

  async run(): Promise<void> {
    const settings = ['-c', `unix_socket_directories=${this.folder}`, '-c', 'log_statement=all', '-c', 'fsync=off'];
    const more = ['-c', 'listen_addresses=127.0.0.1', '-p', String(this.port), '-c', 'log_min_error_statement=debug5'];
    this.process = spawn(join(this.bin, 'postgres'), ['-D', join(this.folder, 'data'), ...settings, ...more], {
      ...asPostgres,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.process.stderr?.on('data', (chunk: Buffer) => writeFileSync(this.logFile, chunk, { flag: 'a' }));
    await until(
      'PostgreSQL',
      () =>
        this.query('SELECT 1').then(
          () => true,
          () => false,
        ),
      15_000,
    );
  }

  /** At once, as a machine does that loses power. */
  async crash(): Promise<void> {
    const { process } = this;
    if (process === undefined) return;
    const ended = new Promise((resolve) => process.once('exit', resolve));
    // The postmaster's children notice by themselves.
    process.kill('SIGQUIT');
    await ended;
    this.process = undefined;
  }

  async query(sql: string, door: { user?: string; password?: string } = {}): Promise<readonly unknown[]> {
    const where = { host: '127.0.0.1', port: this.port, database: 'postgres' };
    const client = new Client({ ...where, user: 'postgres', password: this.adminPassword, ...door });
    client.on('error', () => undefined);
    await client.connect();
    // What the tests themselves send stays out of the log that they search.
    if (door.user === undefined) await client.query('SET log_statement = none');
    try {
      return (await client.query<object>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Keeps a connection of a role open until then. */
  hold(door: { user: string; password: string }, until: Promise<void>): { begun: Promise<void>; ended: Promise<void> } {
    const client = new Client({ host: '127.0.0.1', port: this.port, database: 'postgres', ...door });
    client.on('error', () => undefined);
    const begun = client.connect().then(() => undefined);
    return { begun, ended: Promise.all([begun, until]).then(() => client.end()) };
  }

  /** Replaces who may log in how, and has the server read it. */
  async allow(lines: readonly string[]): Promise<void> {
    writeFileSync(join(this.folder, 'data', 'pg_hba.conf'), `${lines.join('\n')}\n`);
    process.kill(this.process?.pid as number, 'SIGHUP');
  }

  log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  async stop(): Promise<void> {
    await this.crash();
    rmSync(this.folder, { recursive: true });
  }

  private get logFile(): string {
    return join(this.folder, 'log');
  }
}
