import { ProjectionBuild } from '../../../projections/engine/projection-build';

/** Keeps all read models of this process where they are, however much lies in the log for them. */
export class HeldBack {
  private release: () => void = () => undefined;
  private readonly spy: jest.SpyInstance;

  constructor() {
    const released = new Promise<void>((resolve) => (this.release = resolve));
    const build = ProjectionBuild.prototype as unknown as { take(...given: unknown[]): Promise<void> };
    const { take } = build;
    this.spy = jest.spyOn(build, 'take').mockImplementation(async function (this: unknown, ...given) {
      await released;
      return Reflect.apply(take, this, given) as Promise<void>;
    });
  }

  /** They go on. */
  end(): void {
    this.release();
    this.spy.mockRestore();
  }
}
