/** Told of each step how far it is; `total` is absent where it is not known. */
export type OnProgress = (step: string, done: number, total?: number) => void;

export interface CopyOptions {
  /** What somebody else wrote into streams of ours goes along, and is damage in embedded stores until it is settled there. */
  readonly withStrangers: boolean;
  readonly onProgress: OnProgress;
}
