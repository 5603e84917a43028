import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Consistency } from './consistency/consistency';
import { Drain } from './edge/drain';
import { Cursors } from './paging/cursors';
import { AuthenticationGuard } from './platform/guards/authentication.guard';
import { ConsistencyInterceptor } from './platform/interceptors/consistency.interceptor';
import { IdempotencyInterceptor } from './platform/interceptors/idempotency.interceptor';
import { ValidationInterceptor } from './platform/interceptors/validation.interceptor';
import { Answers } from './platform/repetition/answers';
import { IdempotencyService } from './platform/repetition/idempotency.service';
import { StrictValidationPipe } from './platform/validation/strict-validation.pipe';

const SHARED = [Consistency, Cursors, Drain, Answers, IdempotencyService, AuthenticationGuard, StrictValidationPipe];

/** What controllers ask for, and the way of every request, in this order. The ports must be there for everybody. */
@Global()
@Module({
  providers: [
    ...SHARED,
    { provide: APP_GUARD, useExisting: AuthenticationGuard },
    { provide: APP_PIPE, useExisting: StrictValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: ValidationInterceptor },
    { provide: APP_INTERCEPTOR, useClass: ConsistencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: SHARED,
})
export class HttpModule {}
