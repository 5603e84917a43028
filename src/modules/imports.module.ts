import { Module } from '@nestjs/common';
import { BeginImportHandler } from '../commands/imports/begin-import';
import { FindImportIdHandler } from '../commands/imports/find-import-id';
import { RehearseLineHandler } from '../commands/imports/rehearse-line';
import { ImportsController } from '../http/imports/imports.controller';
import { KnownNamesHandler } from '../queries/imports/known-names';
import { IdentitiesModule } from './identities.module';

/** Moving in from another system, line by line. */
@Module({
  imports: [IdentitiesModule],
  controllers: [ImportsController],
  providers: [BeginImportHandler, FindImportIdHandler, RehearseLineHandler, KnownNamesHandler],
})
export class ImportsModule {}
