import * as z from 'zod';

/** Fields of an answer by which its caller can upload a file. */
export const uploadWire = {
  upload: z
    .object({
      url: z.string().meta({ description: 'Where to send the form.', examples: ['https://files.example.com/'] }),
      fields: z.record(z.string(), z.string()).describe('Fields of the form, to be sent before the field `file`.'),
    })
    .describe('The form that takes the file.'),
  maximum_bytes: z.int().describe('The largest file that it takes.'),
  expires_at: z.iso.datetime().describe('Until when the form can be used.'),
};
