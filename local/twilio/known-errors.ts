import { ApiError } from './api-error.ts';

interface KnownError {
  readonly message: string;
  readonly status?: number;
  /** Whether the message is created all the same, and fails later. */
  readonly byCallback?: true;
}

/** What refuses everyone in turn, or only one person, and is about the account, the sender or the set-up. */
const KNOWN: Readonly<Record<number, KnownError>> = {
  20404: { message: 'The requested resource was not found', status: 404 },
  21212: { message: "The 'From' number is not a valid phone number." },
  21606: { message: "The 'From' phone number provided is not a valid message-capable Twilio phone number." },
  21608: { message: 'The number is unverified. Trial accounts cannot send messages to unverified numbers.' },
  21609: { message: "The 'StatusCallback' URL is not a valid URL." },
  21611: { message: "The 'From' number has exceeded the maximum number of queued messages.", status: 429 },
  21612: { message: "The 'To' phone number is not currently reachable using the 'From' phone number." },
  21660: { message: "Mismatch between the 'From' number and the account." },
  30034: { message: 'Message from an unregistered number.', byCallback: true },
  63007: { message: 'Twilio could not find a Channel with the specified From address.' },
  63015: { message: 'The recipient has not joined the Sandbox.', byCallback: true },
  63016: { message: 'Outside of the allowed window.', byCallback: true },
  63017: { message: 'Channel provider rate limit exceeded.', byCallback: true },
  63018: { message: 'Rate limit exceeded for Channel.', byCallback: true },
  63024: { message: 'Invalid message recipient.', byCallback: true },
  63038: { message: 'Account exceeded the daily messages limit.', status: 429 },
  63041: { message: 'The template is paused.' },
  63042: { message: 'The template is disabled.' },
  63049: { message: 'Meta chose not to deliver this marketing message.', byCallback: true },
  63112: { message: "The sender's WhatsApp Business Account was disabled.", byCallback: true },
};

export const comesByCallback = (code: number): boolean => KNOWN[code]?.byCallback ?? false;

/** The answer that refuses a request with this code. */
export function refusedWith(code: number): ApiError {
  const { message = 'The request was refused.', status = 400 } = KNOWN[code] ?? {};
  return new ApiError(code, message, status);
}
