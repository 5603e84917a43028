import type { SinkName } from '../../kernel/sinks';

/** Told of what becomes of what is sent. */
export abstract class SinkWatch {
  /** `at`: ms since 1970. */
  abstract delivered(sink: SinkName, at: number): void;
  abstract failed(sink: SinkName): void;
}

/** Since when a sink takes nothing, and why. */
export interface SinkOutage {
  /** ms since 1970. */
  readonly since: number;
  readonly code: string;
}

/** How one sink does, as its node sees it. */
export class SinkHealth {
  private failing: SinkOutage | undefined;
  private well = false;

  constructor(
    private readonly sink: SinkName,
    private readonly watch: SinkWatch,
  ) {}

  get outage(): SinkOutage | undefined {
    return this.failing;
  }

  /** It has taken something, and refused nothing since. */
  get isWell(): boolean {
    return this.well;
  }

  delivered(at: number): void {
    this.failing = undefined;
    this.well = true;
    this.watch.delivered(this.sink, at);
  }

  /** True when it did well before: that is worth a line. */
  failed(at: number, code: string): boolean {
    const isNews = this.failing === undefined || this.failing.code !== code;
    this.failing = { since: this.failing?.since ?? at, code };
    this.well = false;
    this.watch.failed(this.sink);
    return isNews;
  }
}
