import { problem, type Answer } from './problem.ts';

const SAMPLE = {
  title: 'An example of a link',
  text: 'This address stands in a template. In a message, the link has an address of its own, and leads on from there.',
};
const NOT_FOUND = {
  title: 'This link leads nowhere',
  text: 'It is not complete, or it is no longer in use. Open it again from the message that you received.',
};
const FAILED = {
  title: 'This did not work',
  text: 'Something went wrong on our side. Open the link again in a moment.',
};

/**
 * An error as a page for a person. Nothing of the request is in it, so that there is nothing to inject.
 * @param requestId the gateway's
 */
export function errorPage(error: unknown, requestId: string): Answer {
  const { statusCode } = problem(error, requestId);
  return page(statusCode, statusCode < 500 ? NOT_FOUND : FAILED, requestId);
}

/** What a template's sample link shows: it leads to no campaign, as campaigns share templates. */
export function samplePage(requestId: string): Answer {
  return page(200, SAMPLE, requestId);
}

function page(statusCode: number, { title, text }: { title: string; text: string }, requestId: string): Answer {
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
<p>${text}</p>
<p><small>${escaped(requestId)}</small></p>
</html>
`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  };
  return { statusCode, headers, body };
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
