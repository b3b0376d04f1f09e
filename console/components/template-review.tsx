import { useAction } from '../services/action.ts';
import { answerOf, api, type Campaign, type Preflight } from '../services/api.ts';
import { textName } from '../services/content-name.ts';
import { templateState } from '../services/words.ts';
import { Button } from './button.tsx';
import { Chip } from './chip.tsx';
import { Fault } from './fault.tsx';

export interface TemplateReviewProps {
  readonly campaign: Campaign;
  readonly templates: Preflight['templates'];
  readonly onChange: () => void;
}

/** Where WhatsApp's review of each content is; it can be asked for before anything is sent. */
export function TemplateReview({ campaign: { id, contents }, templates, onChange }: TemplateReviewProps) {
  const asking = useAction(async () => {
    await answerOf(api.POST('/v1/campaigns/{id}/prepare', { params: { path: { id } } }));
    onChange();
  });
  if (templates.length === 0) return null;
  return (
    <section class="stack">
      <h2>Template</h2>
      {templates.map(({ content_key, status, rejection_reason }) => (
        <p key={content_key} class="row">
          {contents.length > 0 && textName(contents, content_key)}{' '}
          <Chip status={status === 'unprepared' ? 'draft' : status} word={templateState(status)} />
          {rejection_reason && <span>{rejection_reason}</span>}
        </p>
      ))}
      {templates.some(({ status }) => status === 'unprepared') && (
        <div class="row">
          <Button onClick={asking.run} busy={asking.isBusy} needs="conversations:view">
            Have it reviewed now
          </Button>
          <span class="meta">Otherwise it is reviewed when you send, and people wait for that.</span>
        </div>
      )}
      <Fault>{asking.fault}</Fault>
    </section>
  );
}
