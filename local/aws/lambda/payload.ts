import { FunctionError } from '../services/service.ts';

/** Lambda's limit for a synchronous request and for a response. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** @returns the JSON. @throws FunctionError of the given type when it is larger than Lambda allows */
export function checkPayload(json: string, errorType: string): string {
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_PAYLOAD_BYTES) return json;
  throw new FunctionError(errorType, `Payload of ${bytes} bytes exceeds the limit of ${MAX_PAYLOAD_BYTES} bytes`);
}
