import type { DraftButton } from '../services/draft.ts';
import { LIMITS, type Fault } from '../services/draft-faults.ts';
import { outOf } from '../services/format.ts';
import { Button } from './button.tsx';
import { Input, Select } from './input.tsx';
import { ReplyAction } from './reply-action.tsx';

const TYPES = [
  ['reply', 'Answer'],
  ['url', 'Link'],
  ['call', 'Call'],
] as const;

export interface ButtonRowProps {
  readonly button: DraftButton;
  readonly place: number;
  readonly count: number;
  readonly faults: readonly Fault[];
  readonly onChange: (button: DraftButton) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove: () => void;
}

/** One button: what it is, what it says, and what a tap does. */
export function ButtonRow({ button, place, count, faults, onChange, onMove, onRemove }: ButtonRowProps) {
  const fault = (field: string) => faults.find(({ path }) => path === `buttons.${place}.${field}`)?.message;
  const number = place + 1;
  const { id, title, type } = button;
  return (
    <fieldset class="part">
      <legend class="hidden">Button {number}</legend>
      <div class="pair">
        <Select
          label={`Button ${number}`}
          value={type}
          options={TYPES}
          fault={fault('type')}
          onChange={(value) => onChange({ id, title, type: value as DraftButton['type'] })}
        />
        <Input
          path={`buttons.${place}.title`}
          label={`Title ${number}`}
          value={title}
          used={outOf(title.length, LIMITS.title)}
          fault={fault('title')}
          onInput={(value) => onChange({ ...button, title: value })}
        />
        {type === 'url' && (
          <Input
            path={`buttons.${place}.url`}
            label={`Address ${number}`}
            type="url"
            placeholder="https://"
            value={button.url ?? ''}
            fault={fault('url')}
            onInput={(value) => onChange({ ...button, url: value.trim() })}
          />
        )}
        {type === 'call' && (
          <Input
            path={`buttons.${place}.phone_number`}
            label={`Number ${number}`}
            type="tel"
            placeholder="+14155550123"
            value={button.phone_number ?? ''}
            fault={fault('phone_number')}
            onInput={(value) => onChange({ ...button, phone_number: value.replaceAll(/[\s().-]/g, '') })}
          />
        )}
        {type === 'reply' && <ReplyAction button={button} number={number} fault={fault} onChange={onChange} />}
      </div>
      <div class="actions">
        <Button
          label={`Move button ${number} up`}
          reason={place === 0 ? 'It is the first' : undefined}
          onClick={() => onMove(-1)}
        >
          Up
        </Button>
        <Button
          label={`Move button ${number} down`}
          reason={number === count ? 'It is the last' : undefined}
          onClick={() => onMove(1)}
        >
          Down
        </Button>
        <Button label={`Remove button ${number}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </fieldset>
  );
}
