import { readOpenApi } from '../../../shared/contract/openapi.contract.ts';
import { OPENAPI } from '../../../shared/runtime/openapi-document.ts';
import { publicDocument } from '../../../shared/runtime/public-document.ts';

export const handler = publicDocument(readOpenApi, OPENAPI);
