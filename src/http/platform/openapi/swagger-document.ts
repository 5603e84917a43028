import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { BASE_PATH } from '../../reply/reply';
import { TAGS } from './tags';

const description = 'Check a credential out, use it, check it in; every step is a fact in an append-only log.';

/** What the decorators of all controllers say, by `@nestjs/swagger`; paths without the base, which the server's URL has. */
export const swaggerDocument = (app: INestApplication, version: string): OpenAPIObject => {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Keyledger')
    .setDescription(description)
    .setVersion(version)
    .setLicense('Apache-2.0', '')
    .addServer(BASE_PATH)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addSecurityRequirements('bearer');
  for (const [name, about] of Object.entries(TAGS)) builder.addTag(name, about);
  const document = SwaggerModule.createDocument(app, builder.build(), { ignoreGlobalPrefix: true });
  return {
    ...document,
    info: { ...document.info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as never },
  };
};
