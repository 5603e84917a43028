import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { userOfIdpUser } from '../../access/user-with-email';
import { subjectNameOf } from '../../kernel/exposure-subject';
import { EVERYWHERE } from '../../access/permissions';
import { Digest } from '../../kernel/digest';
import { StreamReader } from '../../kernel/stream-reader';
import { exposedValues } from './exposed-values';
import { Exposures } from './exposures';

/** Whose values are counted: a user's, or of the user whom an IDP user is. */
export type CountedPerson = { readonly userId: string } | { readonly idpUserId: string };

/**
 * How many values that are in force somebody was shown, wherever. A number for who has just switched that user off, and needed the
 * permission to: which they are is told to others.
 */
export class CountExposed extends Query<number> {
  constructor(readonly person: CountedPerson) {
    super();
  }
}

@QueryHandler(CountExposed)
export class CountExposedHandler implements IQueryHandler<CountExposed> {
  constructor(
    @Inject(Exposures) private readonly exposures: Exposures,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ person }: CountExposed): Promise<number> {
    const userId =
      'userId' in person
        ? person.userId
        : await userOfIdpUser(await this.reader.fresh(), this.digest, person.idpUserId);
    if (userId === undefined) return 0;
    let count = 0;
    for await (const page of this.exposures.of(subjectNameOf({ kind: 'user', userId }), EVERYWHERE)) {
      for (const { document, identity } of page) count += exposedValues(identity, document).length;
    }
    return count;
  }
}
