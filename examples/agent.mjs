/**
 * An agent that answers taps: `HERALD_WEBHOOK_SECRET=whsec_… PORT=8080 node examples/agent.mjs`. Register its address as a
 * webhook endpoint, and name the endpoint in a button: `{"type": "agent", "webhook_endpoint_id": "whe_…", "fallback": "…"}`.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.HERALD_WEBHOOK_SECRET);
/** What was answered to each question: whoever asks again with the same id gets the same. */
const answers = new Map();
const MAX_ANSWERS = 10_000;

/**
 * In the place of your model. Give it the person's words as data, marked as such, never among its instructions: they are written
 * by strangers, and some will try.
 * @returns null to say nothing
 */
function replyTo({ button, customer, words }) {
  const last = words.at(-1)?.text ?? '';
  if (/\b(human|person|staff)\b/i.test(last)) return null;
  if (/open|hours/i.test(last)) return { message: 'We are open from 8 to 18, on Sundays from 9 to 12.' };
  const loaf = customer.attributes.favourite ?? 'rye bread';
  return { message: `You tapped "${button.title}". Shall we keep a ${loaf} for you until Saturday?` };
}

const server = createServer(async (request, response) => {
  const answer = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  let question;
  try {
    question = webhook.verify(await text(request), request.headers);
  } catch {
    return answer(400, { error: 'The signature is not Herald’s.' });
  }
  // Its endpoint may get events, too.
  if (question.type !== 'button.agent') return answer(200, {});
  const id = request.headers['webhook-id'];
  if (!answers.has(id)) {
    if (answers.size >= MAX_ANSWERS) answers.delete(answers.keys().next().value);
    answers.set(id, { reply: replyTo(question.data) });
  }
  return answer(200, answers.get(id));
});

await once(server.listen(process.env.PORT ?? 8080), 'listening');
console.log(`agent listening on ${server.address().port}`);
