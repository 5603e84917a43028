import { ReplayStreamHandler } from './replay-stream';

export const STREAM_QUERIES = [ReplayStreamHandler];
