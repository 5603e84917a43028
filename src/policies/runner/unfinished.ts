import type { Position } from '../../kernel/position';
import type { Mark } from '../../kernel/subscription/mark';

interface Piece {
  /** Resuming after it meets the piece again. */
  readonly before: Mark;
  finish(): void;
}

/** What was begun and is not done, so that the place to resume from never passes it. */
export class Unfinished {
  /** In the order begun: the first is the oldest. */
  private readonly pieces = new Set<Piece>();
  private readonly sleepers = new Set<() => void>();
  private closed = false;

  constructor(private readonly most: number) {}

  begin(before: Mark): Piece {
    const piece: Piece = {
      before,
      finish: () => {
        this.pieces.delete(piece);
        this.wakeAll();
      },
    };
    this.pieces.add(piece);
    return piece;
  }

  /** Where to resume, when everything up to `seen` was begun. */
  safe(seen: Mark): Mark {
    const [oldest] = this.pieces;
    return oldest?.before ?? seen;
  }

  /** Whatever was begun after a place that the log went back to. */
  forgetAfter(position: Position): void {
    this.pieces.forEach((piece) => {
      if (piece.before.position > position) this.pieces.delete(piece);
    });
    this.wakeAll();
  }

  get isFull(): boolean {
    return this.pieces.size >= this.most;
  }

  /** Resolves when there is room for one more, or when nothing more is to be begun. */
  async room(): Promise<void> {
    while (this.isFull && !this.closed) {
      await new Promise<void>((resolve) => this.sleepers.add(resolve));
    }
  }

  close(): void {
    this.closed = true;
    this.wakeAll();
  }

  private wakeAll(): void {
    this.sleepers.forEach((wake) => wake());
    this.sleepers.clear();
  }
}
