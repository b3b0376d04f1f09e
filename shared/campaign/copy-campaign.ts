import { conflict } from '../platform/errors.ts';
import type { Campaign, Change } from './campaign.ts';
import { campaignContentFaults } from './content-rules.ts';

/** The longest name of a campaign. */
const MAX_NAME = 200;

/** A name with something after it, of the length that a name may have. */
export function nameWith(name: string, addition: string): string {
  // The schema counts as JavaScript does; half of a character is left out.
  const kept = name.slice(0, MAX_NAME - addition.length - 2).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}, ${addition}`;
}

/**
 * A draft of the same contents, audience and settings. What happened to the campaign stays with it, and so does when it is sent.
 * @throws HeraldError 409 for a campaign of an earlier version whose contents today's rules refuse
 */
export function copyCampaign(
  { name, audience_unsaid, taps_by_customer: _, ...from }: Campaign,
  { id, now, by, ...given }: Pick<Campaign, 'id'> & Change & Partial<Pick<Campaign, 'name' | 'target_criteria'>>,
): Campaign {
  const isUnsaid = audience_unsaid && given.target_criteria === undefined;
  const copy: Campaign = {
    ...settingsOf(from),
    name: given.name ?? nameWith(name, 'copy'),
    ...(given.target_criteria && { target_criteria: given.target_criteria }),
    ...(isUnsaid && { audience_unsaid }),
    ...{
      id,
      status: 'draft',
      run: 0,
      created_at: now,
      updated_at: now,
      updated_by: by,
      authors: [by],
      taps_by_customer: true,
    },
  };
  const [fault] = campaignContentFaults(copy);
  if (fault) throw conflict('campaign.outdated', `${OUTDATED} (${fault.path}: ${fault.message}). Make a new one.`);
  return copy;
}

const OUTDATED = 'This campaign is from before a rule that its contents would break now';

/** Whatever of a campaign is decided before it begins, but for its name and its time. */
export function settingsOf(from: Omit<Campaign, 'name'>) {
  const { description, message_content, media_type, media_url, media_caption, header_text, footer, buttons } = from;
  const { language, template_id, template_variables, existing, contents, category, send_as = 'template' } = from;
  const { target_criteria, sender_id, sending_hours, attribution_window_hours, metadata, tenant_id } = from;
  const { variant, weight, experiment, holdout, recommend, send_time } = from;
  return {
    ...{ description, message_content, media_type, media_url, media_caption, header_text, footer, buttons },
    ...{ language, template_id, template_variables, existing, contents, category, send_as },
    ...{ target_criteria, sender_id, sending_hours, attribution_window_hours, metadata, tenant_id },
    ...{ variant, weight, experiment, holdout, recommend, send_time },
  };
}
