import { Gauge, type Registry } from 'prom-client';

interface Asked {
  readonly name: string;
  readonly help: string;
  /** Absent: one figure. */
  readonly labelNames?: readonly string[];
  /** Sets the figures as they are now; throws where nobody can say. */
  readonly collect: (gauge: Gauge) => Promise<void>;
}

/** A figure that is asked for when somebody looks. */
export const askedGauge = (registry: Registry, { name, help, labelNames = [], collect }: Asked): Gauge =>
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      try {
        await collect(this);
      } catch {
        // A store that is away is told by other figures; without this it would take all of them away.
        if (labelNames.length === 0) this.set(Number.NaN);
        else this.reset();
      }
    },
  });
