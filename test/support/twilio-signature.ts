import webhooks from 'twilio/lib/webhooks/webhooks.js';

/** The header that Twilio's own library expects on a form posted to this URL. */
export function twilioSignature(authToken: string, url: string, form: string): Readonly<Record<string, string>> {
  const parameters = Object.fromEntries(new URLSearchParams(form));
  return { 'x-twilio-signature': webhooks.getExpectedTwilioSignature(authToken, url, parameters) };
}
