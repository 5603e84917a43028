import { withItem, writable } from './draft';

const BUCKETS = 512;

const bucketOf = (id: string): number => {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return (hash >>> 0) % BUCKETS;
};

type Buckets = readonly (readonly string[] | undefined)[];

const copyOfBuckets = (buckets: Buckets): Buckets =>
  buckets.length === 0 ? new Array<undefined>(BUCKETS).fill(undefined) : [...buckets];

/**
 * An immutable set of ids that shares what it doesn't change: adding to a hundred thousand copies a few hundred, so that
 * folding a long stream stays linear.
 */
export class IdSet {
  static readonly empty = new IdSet([], 0);

  private constructor(
    private readonly buckets: Buckets,
    readonly size: number,
  ) {}

  /** Of these ids, each once however often it is named. */
  static of(ids: Iterable<string>): IdSet {
    const buckets = new Array<string[] | undefined>(BUCKETS).fill(undefined);
    let size = 0;
    for (const id of ids) {
      const bucket = (buckets[bucketOf(id)] ??= []);
      if (bucket.includes(id)) continue;
      bucket.push(id);
      size += 1;
    }
    return size === 0 ? IdSet.empty : new IdSet(buckets, size);
  }

  has(id: string): boolean {
    return this.buckets[bucketOf(id)]?.includes(id) ?? false;
  }

  with(id: string): IdSet {
    const bucket = this.buckets[bucketOf(id)] ?? [];
    return bucket.includes(id) ? this : this.replaced(id, withItem(bucket, id), this.size + 1);
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
    const buckets = writable(this.buckets, copyOfBuckets) as (readonly string[] | undefined)[];
    buckets[bucketOf(id)] = bucket;
    return new IdSet(buckets, size);
  }
}
