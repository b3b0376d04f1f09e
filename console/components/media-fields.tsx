import type { DraftKeeper } from '../services/draft-keeper.ts';
import type { Draft } from '../services/draft.ts';
import { Input, Select } from './input.tsx';
import { UploadField } from './upload-field.tsx';

const KINDS = [
  ['text', 'None'],
  ['image', 'Picture'],
  ['video', 'Video'],
  ['document', 'Document'],
] as const;

const HINTS: Readonly<Record<Draft['media_type'], string>> = {
  text: '',
  image: 'A .jpg or .png on the web. WhatsApp crops it to 1.91 : 1; tapping shows it whole.',
  video: 'An .mp4 on the web.',
  document: 'A .pdf on the web.',
};

export interface MediaFieldsProps {
  readonly keeper: DraftKeeper;
  readonly faultAt: (path: string, value: string) => string | undefined;
}

/** What is above the text: the address of a file on the web, or a file that is uploaded and gets one. */
export function MediaFields({ keeper, faultAt }: MediaFieldsProps) {
  const { media_type, media_url } = keeper.draft.value;
  return (
    <div class="two stack">
      <Select
        label="Picture or file"
        value={media_type}
        options={KINDS}
        onChange={(value) => keeper.change({ media_type: value as Draft['media_type'] })}
      />
      {media_type !== 'text' && (
        <>
          <Input
            path="media_url"
            label="Its address"
            type="url"
            placeholder="https://"
            hint={HINTS[media_type]}
            value={media_url}
            onInput={(value) => keeper.change({ media_url: value.trim() })}
            fault={faultAt('media_url', media_url)}
          />
          <UploadField key={media_type} kind={media_type} onUrl={(url) => keeper.change({ media_url: url })} />
        </>
      )}
    </div>
  );
}
