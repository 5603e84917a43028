import { Inject, Injectable } from '@nestjs/common';
import { Presence } from '../../kernel/presence';
import { ErrorReporter } from '../../kernel/error-reporter';

const EVERY_MS = 60_000;
/** Told by this node within the last minute; whoever does not fit is told once more. */
const MOST = 10_000;

/** When tokens were used, to the minute: records, not facts, as requests never end. */
@Injectable()
export class TokenUses {
  private readonly told = new Map<string, number>();

  constructor(
    @Inject(Presence) private readonly presence: Presence,
    @Inject(ErrorReporter) private readonly errors: ErrorReporter,
  ) {}

  /** Does not wait: nobody is refused because it can't be kept. */
  tell(tokenId: string, at: number): void {
    const last = this.told.get(tokenId);
    if (last !== undefined && at - last < EVERY_MS) {
      return;
    }
    if (this.told.size >= MOST) {
      this.told.clear();
    }
    this.told.set(tokenId, at);
    this.presence.useToken(tokenId, at).catch((error: unknown) => {
      this.told.delete(tokenId);
      this.errors.report('telling when a token was used', error);
    });
  }
}
