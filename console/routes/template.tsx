import { useRoute } from 'preact-iso/router';

import { Bubble } from '../components/bubble.tsx';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { Facts } from '../components/facts.tsx';
import { Fault } from '../components/fault.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { Time } from '../components/time.tsx';
import { useAction } from '../services/action.ts';
import { answerOf, api, type Schemas } from '../services/api.ts';
import { language } from '../services/format.ts';
import { useLive } from '../services/live.ts';
import { reviewCadence } from '../services/review-cadence.ts';
import { ANA } from '../services/sample.ts';
import { templateContent } from '../services/template-content.ts';

/** One template: what it says, and what WhatsApp says of it. */
export default function TemplatePage() {
  const { params } = useRoute();
  const { id = '' } = params;
  const template = useLive(
    (signal) => answerOf(api.GET('/v1/templates/{id}', { params: { path: { id } }, signal })),
    [id],
    reviewCadence,
  );
  return (
    <Page title={template.data?.name ?? 'Template'} status={template.data && <Chip status={template.data.status} />}>
      <Loaded from={template} what="the template" lines={6}>
        {(known) => (
          <div class="stack">
            {known.rejection_reason && <Notice tone="bad">WhatsApp’s reviewer: {known.rejection_reason}</Notice>}
            {known.status === 'draft' && <Submit template={known} onChange={template.refresh} />}
            <Facts
              facts={[
                ['Language', language(known.language)],
                ['Category', known.category],
                ['Quality', known.quality],
                ['Made', <Time at={known.created_at} />],
                ['Last asked', <Time at={known.last_synced_at} />],
                ['Number at the provider', known.content_sid],
              ]}
            />
            {known.content ? (
              <Bubble content={templateContent(known.language, known.content)} reader={ANA} />
            ) : (
              <p>What it says cannot be shown here.</p>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Submit({
  template: { id, category },
  onChange,
}: {
  readonly template: Schemas['Template'];
  readonly onChange: () => void;
}) {
  const submitting = useAction(async () => {
    const body = { category: category === 'utility' ? 'utility' : 'marketing' } as const;
    await answerOf(api.POST('/v1/templates/{id}/submit', { params: { path: { id } }, body }));
    onChange();
  });
  return (
    <div class="row">
      <Button kind="main" needs="conversations:view" busy={submitting.isBusy} onClick={submitting.run}>
        Send it to WhatsApp for review
      </Button>
      <Fault>{submitting.fault}</Fault>
    </div>
  );
}
