import { ApproveRequestHandler } from './approve-request';
import { AskAccessHandler } from './ask-access';
import { CancelRequestHandler } from './cancel-request';
import { DenyRequestHandler } from './deny-request';
import { OnRequest } from './on-request';
import { RevokeRequestHandler } from './revoke-request';

export const ACCESS_REQUEST_COMMANDS = [
  OnRequest,
  AskAccessHandler,
  ApproveRequestHandler,
  DenyRequestHandler,
  CancelRequestHandler,
  RevokeRequestHandler,
];
