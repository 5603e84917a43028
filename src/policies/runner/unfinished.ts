import type { Position } from '../../kernel/position';

interface Piece {
  /** Resuming after it meets the piece again. */
  readonly before: Position;
  finish(): void;
}

/** What was begun and is not done, so that the place to resume from never passes it. */
export class Unfinished {
  /** In the order begun: the first is the oldest. */
  private readonly pieces = new Set<Piece>();
  private readonly sleepers = new Set<() => void>();
  private closed = false;

  constructor(private readonly most: number) {}

  begin(before: Position): Piece {
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
  safe(seen: Position): Position {
    const [oldest] = this.pieces;
    return oldest?.before ?? seen;
  }

  /** Resolves when there is room for one more, or when nothing more is to be begun. */
  async room(): Promise<void> {
    while (this.pieces.size >= this.most && !this.closed) {
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
