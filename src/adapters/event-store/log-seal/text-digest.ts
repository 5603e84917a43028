import { createHash } from 'node:crypto';

/** SHA-256 of texts, a newline behind each. */
export class TextDigest {
  texts = 0;
  private readonly hash = createHash('sha256');

  add(text: string): void {
    this.texts += 1;
    this.hash.update(text).update('\n');
  }

  /** base64url; called once. */
  end(): string {
    return this.hash.digest('base64url');
  }
}
