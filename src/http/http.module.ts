import { Global, Module } from '@nestjs/common';
import { AuthenticationModule } from './auth/authentication.module';
import { Consistency } from './consistency/consistency';
import { Drain } from './edge/drain';
import { Cursors } from './paging/cursors';

/** What controllers ask for. The ports must be there for everybody. */
@Global()
@Module({
  imports: [AuthenticationModule],
  providers: [Consistency, Cursors, Drain],
  exports: [Consistency, Cursors, Drain],
})
export class HttpModule {}
