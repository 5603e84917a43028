import { Gauge, type Registry } from 'prom-client';
import type { LogProof, ProofProgress, Unproven } from '../kernel/log-proof';
import { growingPauseMs } from '../kernel/subscription/growing-pause';
import { Pauses } from '../kernel/subscription/pauses';

export interface Verifying {
  readonly proof: LogProof;
  /** Makes what is found a fact. */
  readonly record: (unproven: Unproven) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Told once it has come to the end. */
  readonly onDone: (result: ProofProgress) => void;
}

/** Proves the whole log behind each start: what was rewritten while nobody looked becomes damage, on every node. */
export class LogVerification {
  private readonly pauses = new Pauses();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    registry: Registry,
    private readonly on: Verifying,
  ) {
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
    this.gauges = {
      facts: gauge(
        'keyledger_log_facts_verified',
        'Facts of the log that were looked at by the verification behind this start.',
      ),
      unproven: gauge(
        'keyledger_log_facts_unproven',
        'Places of the log that prove nothing, found by the verification behind this start.',
      ),
      done: gauge(
        'keyledger_log_verified',
        '1 once the verification behind this start has come to the end of the log.',
      ),
    };
  }

  private readonly gauges: Readonly<Record<'facts' | 'unproven' | 'done', Gauge>>;

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.pauses.endAll();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const onProgress = (progress: ProofProgress) => this.show(progress);
        const result = await this.on.proof.prove((unproven) => this.on.record(unproven), { signal, onProgress });
        if (signal.aborted) return;
        this.gauges.done.set(1);
        this.on.onDone(result);
        return;
      } catch (error) {
        if (!signal.aborted) this.on.onError(error);
      }
      await this.pauses.for(growingPauseMs(failures, () => 0));
    }
  }

  private show({ facts, unproven }: ProofProgress): void {
    this.gauges.facts.set(facts);
    this.gauges.unproven.set(unproven);
  }
}
