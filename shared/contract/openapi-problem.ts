const text = (description: string, example: string) => ({ type: 'string', description, examples: [example] });

const fault = {
  type: 'object',
  properties: {
    path: text('Where in the request, dotted; empty for the request as a whole.', 'buttons.0.title'),
    code: text('Stable.', 'too_big'),
    message: text('What to do, for a person.', 'must be at most 20 characters'),
  },
  required: ['path', 'code', 'message'],
};

/** The body of every error (RFC 9457). */
export const PROBLEM = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; `errors` lists every fault of a request at once.',
  required: ['type', 'title', 'status', 'request_id'],
  properties: {
    type: text('A name for the kind of error.', 'urn:herald:error:request.invalid'),
    title: text('The name of the status.', 'Bad Request'),
    status: { type: 'integer', description: 'The status of the answer.', examples: [400] },
    detail: text('What to do, for a person.', 'The request has faults; each is listed in errors.'),
    code: text('Stable: use it in programs. Absent from a 500.', 'request.invalid'),
    request_id: text('The id of the request, as in `x-request-id`.', 'bee7f2ee-ae26-4b26-b1d7-d3e033e7a531'),
    errors: { type: 'array', description: 'Each fault; only of a 400.', items: fault },
  },
};
