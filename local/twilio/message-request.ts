import { ApiError } from './api-error.ts';
import type { Variables } from './template.ts';

export interface MessageRequest {
  readonly to: string;
  /** '' when a Messaging Service is to choose. */
  readonly from: string;
  readonly serviceSid: string | null;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly contentSid: string | undefined;
  readonly variables: Variables;
  readonly statusCallback: string | null;
}

const ADDRESS = /^whatsapp:\+[1-9]\d{6,14}$/;

/** Every check that needs only the form. @throws ApiError with Twilio's code */
export function readMessageRequest(form: URLSearchParams): MessageRequest {
  const to = form.get('To') ?? '';
  const from = form.get('From') ?? '';
  const serviceSid = form.get('MessagingServiceSid');
  const body = form.get('Body') ?? '';
  const mediaUrls = form.getAll('MediaUrl');
  const contentSid = form.get('ContentSid') ?? undefined;
  const statusCallback = form.get('StatusCallback');
  const validity = form.get('ValidityPeriod');

  if (!to) throw new ApiError(21604, "A 'To' phone number is required.");
  if (!ADDRESS.test(to)) throw new ApiError(21211, "The 'To' number is not a valid phone number.");
  if (serviceSid && !/^MG[0-9a-fA-F]{32}$/.test(serviceSid)) {
    throw new ApiError(21701, 'The Messaging Service does not exist.');
  }
  if (!from && !serviceSid) throw new ApiError(21603, "A 'From' phone number is required.");
  if (from && !ADDRESS.test(from)) throw new ApiError(21212, "The 'From' number is not a valid phone number.");
  if (to === from) throw new ApiError(63031, 'Channel message cannot have the same sender and recipient.');
  if (body.length > 1600) throw new ApiError(21617, 'The concatenated message body exceeds the 1600 character limit.');
  if (!body && mediaUrls.length === 0 && !contentSid) {
    throw new ApiError(21619, 'A text message body, media urls or a content sid must be specified.');
  }
  if (mediaUrls.length > 10) throw new ApiError(21623, 'Number of media files exceeds allowed limit.');
  if (!mediaUrls.every(isWebUrl)) throw new ApiError(21620, 'Invalid media URL(s).');
  if (statusCallback && (!isWebUrl(statusCallback) || URL.parse(statusCallback)?.hostname.includes('_'))) {
    throw new ApiError(21609, "The 'StatusCallback' URL is not a valid URL.");
  }
  if (validity && !(/^\d+$/.test(validity) && Number(validity) >= 1 && Number(validity) <= 36_000)) {
    throw new ApiError(21624, 'Invalid validity period value.');
  }
  if (contentSid && !/^HX[0-9a-fA-F]{32}$/.test(contentSid)) throw invalidContentSid();
  // Documented as exclusive, without a code of its own.
  if (contentSid && (body || mediaUrls.length > 0)) throw invalidContentSid();
  const variables = readVariables(form.get('ContentVariables'), contentSid);
  return { to, from, serviceSid, body, mediaUrls, contentSid, variables, statusCallback };
}

export const invalidContentSid = () => new ApiError(21655, 'The ContentSid is Invalid.');
export const invalidVariables = () => new ApiError(21656, 'The ContentVariables Parameter is invalid.');

function readVariables(given: string | null, contentSid: string | undefined): Variables {
  if (!given) return {};
  if (!contentSid) throw new ApiError(21654, 'ContentSid Required.');
  const variables = parseObject(given);
  const values = Object.values(variables);
  if (values.length > 100 || !values.every((value) => typeof value === 'string')) throw invalidVariables();
  if (values.some((value) => value.length > 1600)) throw new ApiError(21658, 'Parameter exceeded character limit.');
  return variables as Variables;
}

function parseObject(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed;
  } catch {
    // Not JSON: answered like JSON of another kind.
  }
  throw invalidVariables();
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
