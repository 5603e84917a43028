/** One thing `keyledger` does. */
export interface CliCommand {
  readonly name: string;
  /** What stands behind the name: `--email E [--support]`. */
  readonly usage: string;
  /** In one line. */
  readonly summary: string;
  /** What `--help` says beside, line by line. */
  readonly details?: readonly string[];
  /** Answers the exit code. Throws UsageError for a wrong call, any other error for what failed. */
  run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number>;
}
