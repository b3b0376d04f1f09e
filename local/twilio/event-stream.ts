import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Content } from './content.ts';
import type { Requester } from './requester.ts';

const TYPE = 'com.twilio.messaging.template.approval.updated';

export interface TemplateEvent {
  readonly kind: 'status_update' | 'category_update';
  readonly content: Pick<Content, 'sid' | 'account_sid' | 'friendly_name' | 'approval_name' | 'language'>;
  readonly before: string;
  readonly after: string;
}

export interface EventStream {
  /** Sends events to a webhook from now on, or to none. */
  subscribe(url: string | undefined): void;
  publish(event: TemplateEvent): Promise<void>;
}

/** Event Streams with a webhook as its sink: a list of CloudEvents, signed by the URL, which has the hash of the body. */
export function eventStream(http: Requester, authTokenOf: (accountSid: string) => string): EventStream {
  let sink: string | undefined;
  return {
    subscribe: (url) => void (sink = url),
    async publish(event) {
      if (sink === undefined) return;
      const body = JSON.stringify([cloudEvent(event, new Date().toISOString())]);
      const url = new URL(sink);
      url.searchParams.set('bodySHA256', createHash('sha256').update(body).digest('hex'));
      const signature = createHmac('sha1', authTokenOf(event.content.account_sid)).update(url.href).digest('base64');
      const headers = { 'content-type': 'application/json', 'x-twilio-signature': signature };
      await http.send({ method: 'POST', url: url.href, headers, body });
    },
  };
}

function cloudEvent({ kind, content, before, after }: TemplateEvent, time: string): object {
  return {
    specversion: '1.0',
    type: TYPE,
    source: `/v1/Templates/${content.sid}`,
    id: `databridge_event_${randomBytes(16).toString('hex')}`,
    dataschema: 'https://events-schemas.twilio.com/Messaging.ApprovalUpdated/1',
    datacontenttype: 'application/json',
    time,
    data: {
      type: kind,
      accountSid: content.account_sid,
      dateUpdated: time,
      channel: 'whatsapp',
      template: {
        sid: content.sid,
        friendlyName: content.friendly_name,
        externalTemplateName: content.approval_name,
        language: content.language,
        previousValue: before.toLowerCase(),
        currentValue: after.toLowerCase(),
      },
    },
  };
}
