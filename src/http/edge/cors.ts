import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Lets browsers at these origins call; none by default. Tokens travel in a header, so there are no credentials to allow. */
export const allowOrigins = (app: NestFastifyApplication, origins: readonly string[]): void => {
  if (origins.length === 0) return;
  app.enableCors({
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'Keyledger-Min-Position',
      'traceparent',
    ],
    exposedHeaders: [
      'ETag',
      'Keyledger-Correlation-Id',
      'Keyledger-Position',
      'Keyledger-Stale',
      'Location',
      'Retry-After',
    ],
    maxAge: 600,
    // Else an OPTIONS that is no preflight is answered with plain text, which is no problem document.
    strictPreflight: false,
  });
};
