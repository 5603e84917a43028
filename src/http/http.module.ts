import { Global, Module } from '@nestjs/common';
import { Consistency } from './consistency/consistency';
import { Cursors } from './paging/cursors';

/** What controllers ask for. The ports must be there for everybody. */
@Global()
@Module({ providers: [Consistency, Cursors], exports: [Consistency, Cursors] })
export class HttpModule {}
