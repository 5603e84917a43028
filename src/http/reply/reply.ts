import type { RunReceipt } from '../../kernel/idempotency';
import type { Position } from '../../kernel/position';

export const BASE_PATH = '/api/v1';

interface About {
  /** Where the log stood after the write. */
  readonly position?: Position;
  /** The ids a repetition is answered from; never a secret. */
  readonly ids?: Readonly<Record<string, string>>;
  /** Below `/api/v1`. */
  readonly location?: string;
  readonly revision?: number;
  /** Parts of it may be asked for: the tag of the whole, and which part this is, where it is one. */
  readonly ranges?: { readonly tag: string; readonly part?: string };
}

/** An answer with more to it than a body. */
export class Reply<B = unknown> {
  constructor(
    readonly status: number,
    readonly body: B,
    readonly about: About = {},
  ) {}

  get receipt(): RunReceipt {
    return { status: this.status, ids: this.about.ids ?? {}, position: this.about.position ?? '' };
  }
}

/** 201 with the thing made, and where it is. */
export const created = <B>(location: string, body: B, about: Omit<About, 'location'>): Reply<B> =>
  new Reply(201, body, { ...about, location });

/** 200: a command with an answer. */
export const answered = <B>(body: B, about: About = {}): Reply<B> => new Reply(200, body, about);

/** 200 with one thing and its ETag. */
export const single = <B>(
  { item, revision }: { readonly item: B; readonly revision: number },
  about: About = {},
): Reply<B> => new Reply(200, item, { ...about, revision });

/** 202: it will be done. */
export const accepted = <B>(body: B, about: About): Reply<B> => new Reply(202, body, about);

/** 204: it is done, and there is nothing to tell. */
export const done = (position: Position): Reply<undefined> => new Reply(204, undefined, { position });
