const BUCKETS = 512;

const bucketOf = (id: string): number => {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return (hash >>> 0) % BUCKETS;
};

/**
 * An immutable set of ids that shares what it doesn't change: adding to a hundred thousand copies a few hundred, so that
 * folding a long stream stays linear.
 */
export class IdSet {
  static readonly empty = new IdSet([], 0);

  private constructor(
    private readonly buckets: readonly (readonly string[] | undefined)[],
    readonly size: number,
  ) {}

  has(id: string): boolean {
    return this.buckets[bucketOf(id)]?.includes(id) ?? false;
  }

  with(id: string): IdSet {
    const bucket = this.buckets[bucketOf(id)] ?? [];
    return bucket.includes(id) ? this : this.replaced(id, [...bucket, id], this.size + 1);
  }

  without(id: string): IdSet {
    if (!this.has(id)) {
      return this;
    }
    const bucket = this.buckets[bucketOf(id)] ?? [];
    return this.replaced(
      id,
      bucket.filter((member) => member !== id),
      this.size - 1,
    );
  }

  *[Symbol.iterator](): IterableIterator<string> {
    for (const bucket of this.buckets) {
      yield* bucket ?? [];
    }
  }

  private replaced(id: string, bucket: readonly string[], size: number): IdSet {
    const buckets = this.buckets.length === 0 ? new Array<readonly string[] | undefined>(BUCKETS) : [...this.buckets];
    buckets[bucketOf(id)] = bucket;
    return new IdSet(buckets, size);
  }
}
