/** An error answer in Twilio's form. Its text never contains a phone number or a credential. */
export class ApiError extends Error {
  readonly code: number;
  readonly status: number;

  constructor(code: number, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }

  body(): object {
    const { code, message, status } = this;
    return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  }
}

export const notFound = (path: string) => new ApiError(20404, `The requested resource ${path} was not found`, 404);
export const unauthenticated = () => new ApiError(20003, 'Authenticate', 401);
export const unsubscribed = () => new ApiError(21610, 'Attempt to send to unsubscribed recipient');
export const tooManyRequests = () => new ApiError(20429, 'Too Many Requests', 429);
/** The code that by callback is a limit of hours. */
export const sandboxTooFast = () => new ApiError(63018, 'The account exceeded the rate limit of the sandbox', 429);
export const internalError = () => new ApiError(20500, 'An internal server error has occurred', 500);
/** Only a stand-in has these: Twilio's hosts are its own. */
export const strangePage = () => new ApiError(20003, 'Send application/json', 415);
export const strangeHost = () => new ApiError(20003, 'The stand-in answers on this machine only', 403);
