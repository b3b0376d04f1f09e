import { useState } from 'preact/hooks';

import { useAction } from '../services/action.ts';
import { answerOf, api } from '../services/api.ts';
import { may } from '../services/scopes.ts';
import { sendFile } from '../services/upload-form.ts';
import { FORMATS, uploadMedia, type Kind, type UploadPorts } from '../services/upload-media.ts';
import { Field } from './field.tsx';

const ports: UploadPorts = {
  prepare: (body) => answerOf(api.POST('/v1/media', { body })),
  send: (form, file) => sendFile(form, file, file.name),
  check: (id) => answerOf(api.POST('/v1/media/{id}/check', { params: { path: { id } } })),
};

export interface UploadFieldProps {
  readonly kind: Kind;
  readonly onUrl: (url: string) => void;
}

/** A file from this computer instead of an address: it gets one. */
export function UploadField({ kind, onUrl }: UploadFieldProps) {
  const [fault, setFault] = useState<string>();
  const uploading = useAction(async (file: File) => {
    setFault(undefined);
    const done = await uploadMedia(file, kind, ports);
    if ('url' in done) onUrl(done.url);
    else setFault(done.fault);
  });
  if (!may('conversations:view')) return null;
  return (
    <Field
      label="Or a file from this computer"
      hint={uploading.isBusy ? 'It is being uploaded and checked…' : FORMATS[kind].words}
      fault={fault ?? uploading.fault}
    >
      {(attributes) => (
        <input
          {...attributes}
          type="file"
          accept={FORMATS[kind].accept}
          disabled={uploading.isBusy}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) uploading.run(file);
          }}
        />
      )}
    </Field>
  );
}
