import { Counter, Histogram, type Registry } from 'prom-client';
import { PROBLEMS } from '../problem/codes';

/** Few: each is a series for every route. 1 s is where operations.md calls an answer slow. */
const DURATIONS = [0.01, 0.05, 0.25, 1, 5];
/** What no route of ours answers has one name, whatever was asked for. */
const UNMATCHED = { method: 'any', route: 'unmatched' };
const SUCCESSES = [200, 201, 202, 204];
/** What an agent is told of itself. */
const AGENT_OUTCOMES = [
  'answered',
  'AGENT_CLONED',
  'AGENT_NOT_APPROVED',
  'CLOCK_SKEW',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
];

/** What the edge counts. How many series there are follows from the routes, the codes and the statuses, never from callers. */
export class EdgeMetrics {
  private readonly durations: Histogram;
  private readonly answers: Counter;
  private readonly refusals: Counter;
  private readonly agents: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.durations = new Histogram({
      name: 'keyledger_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer; without long polls, imports and answers that are streams, which take as long as the other end does.',
      labelNames: ['method', 'route'],
      buckets: DURATIONS,
      registers,
    });
    this.answers = new Counter({
      name: 'keyledger_http_answers_total',
      help: 'Answers, by their status.',
      labelNames: ['status'],
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
    this.fromZero();
  }

  /** `outcome`: `answered`, or the code of a problem. */
  agentAnswered(outcome: string): void {
    this.agents.inc({ outcome });
  }

  /** `route`: the pattern of the route that answered; absent when none did. */
  timed(method: string, route: string | undefined, ms: number): void {
    this.durations.observe(route === undefined ? UNMATCHED : { method, route }, ms / 1000);
  }

  answered(status: number): void {
    this.answers.inc({ status });
  }

  refused(code: string): void {
    this.refusals.inc({ code });
  }

  /** A counter that comes into being with its first failure shows no increase: whoever watches would miss that one. */
  private fromZero(): void {
    const codes = Object.keys(PROBLEMS);
    const statuses = new Set([...SUCCESSES, ...Object.values(PROBLEMS).map(({ status }) => status)]);
    this.durations.zero(UNMATCHED);
    statuses.forEach((status) => this.answers.inc({ status }, 0));
    codes.forEach((code) => this.refusals.inc({ code }, 0));
    AGENT_OUTCOMES.forEach((outcome) => this.agents.inc({ outcome }, 0));
  }
}
