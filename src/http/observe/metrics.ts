import { Counter, Histogram, type Registry } from 'prom-client';

/** What the edge counts. */
export class EdgeMetrics {
  private readonly requests: Histogram;
  private readonly refusals: Counter;
  private readonly agents: Counter;

  constructor(readonly registry: Registry) {
    const registers = [registry];
    this.requests = new Histogram({
      name: 'keyledger_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer; long polls are left out.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    });
    this.refusals = new Counter({
      name: 'keyledger_http_refusals_total',
      help: 'Requests answered with a problem, by its code.',
      labelNames: ['code'],
      registers,
    });
    this.agents = new Counter({
      name: 'keyledger_agent_requests_total',
      help: 'Requests of agents, by what came of them.',
      labelNames: ['outcome'],
      registers,
    });
  }

  /** `outcome`: `answered`, or the code of a problem. */
  agentAnswered(outcome: string): void {
    this.agents.inc({ outcome });
  }

  answered(method: string, route: string, status: number, ms: number): void {
    this.requests.observe({ method, route, status }, ms / 1000);
  }

  refused(code: string): void {
    this.refusals.inc({ code });
  }
}
