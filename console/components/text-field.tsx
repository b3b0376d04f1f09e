import { useRef } from 'preact/hooks';

import type { DraftKeeper } from '../services/draft-keeper.ts';
import { LIMITS } from '../services/draft-faults.ts';
import { outOf } from '../services/format.ts';
import { detailsOf, type Reader } from '../services/sample.ts';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { Notice } from './notice.tsx';

const MARKS = [
  ['*', 'Bold', 'B'],
  ['_', 'Italic', 'I'],
  ['~', 'Struck through', 'S'],
  ['```', 'mono: fixed width', 'mono'],
] as const;

export interface TextFieldProps {
  readonly keeper: DraftKeeper;
  /** Customers: their details can be inserted. */
  readonly people: readonly Reader[];
  readonly fault: string | undefined;
}

/** The text, with WhatsApp's marks and the details of each person. */
export function TextField({ keeper, people, fault }: TextFieldProps) {
  const { message_content: text, media_caption } = keeper.draft.value;
  const area = useRef<HTMLTextAreaElement>(null);

  /** Puts words around what is selected, else around `instead`; what is between them is selected. */
  function put(before: string, after: string, instead = ''): void {
    const { selectionStart: from = text.length, selectionEnd: to = text.length } = area.current ?? {};
    const chosen = text.slice(from, to) || instead;
    keeper.change({ message_content: text.slice(0, from) + before + chosen + after + text.slice(to) });
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(from + before.length, from + before.length + chosen.length);
    });
  }

  return (
    <div class="stack">
      {media_caption && (
        <Notice
          tone="info"
          action={
            <Button
              onClick={() => keeper.change({ message_content: `${media_caption}\n\n${text}`, media_caption: '' })}
            >
              Make it one text
            </Button>
          }
        >
          It has a caption, too: caption and text arrive as one text.
        </Notice>
      )}
      <Field
        path="message_content"
        fault={fault}
        used={outOf(text.length, LIMITS.message)}
        hint="Emoji count as 2 or more."
      >
        {(attributes) => (
          <textarea
            {...attributes}
            ref={area}
            value={text}
            dir="auto"
            onInput={(event) => keeper.change({ message_content: event.currentTarget.value })}
            onKeyDown={(event) => {
              const mark = event.ctrlKey || event.metaKey ? { b: '*', i: '_' }[event.key] : undefined;
              if (!mark) return;
              event.preventDefault();
              put(mark, mark);
            }}
          />
        )}
      </Field>
      <div class="row">
        {MARKS.map(([mark, name, letter]) => (
          <Button key={mark} label={name} onClick={() => put(mark, mark)}>
            {letter}
          </Button>
        ))}
        <select
          class="insert"
          aria-label="Insert a detail of the person"
          value=""
          onChange={(event) => {
            const path = event.currentTarget.value;
            // What is between the quotes is read by those who have no such detail.
            put(`{{${path} | default: "`, '"}}', path === 'name' ? 'friend' : '');
            event.currentTarget.value = '';
          }}
        >
          <option value="">Insert a detail</option>
          {detailsOf(people).map(([path, called]) => (
            <option key={path} value={path}>
              {called}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
