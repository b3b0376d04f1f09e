import * as z from 'zod';

import { deleted } from '../contract/deleted.ts';
import { POST_GRANTS } from '../contract/grants.ts';
import { listOf, listQuery } from '../contract/list.ts';
import { route } from '../contract/route.ts';
import { uploadWire } from '../contract/upload.ts';
import { mediaGiven, media, sizeFaults } from './media.ts';
import { mediaWire } from './media.wire.ts';

const params = z.object({ id: z.string().max(100) });

export const createMedia = route({
  id: 'media.create',
  method: 'POST',
  path: '/v1/media',
  entry: 'functions/api/media/create-media.ts',
  scope: 'conversations:view',
  summary: 'Prepare a picture, a video or a document for campaigns, and get a form to upload it',
  description:
    'Send the `fields` and then the file, as the field `file`, as `multipart/form-data` to `url` within an hour; then have it checked.',
  request: { body: mediaGiven, faults: sizeFaults },
  response: z.object({ id: media.shape.id, ...uploadWire }).meta({ id: 'MediaUpload' }),
  // A stored answer would keep an address by which anybody may upload, and to run again would make another one.
  repeat: 'refuse',
  errors: ['quota.media'],
  grants: [...POST_GRANTS, 'table:Query', 'uploads:PutObject'],
});

export const checkMedia = route({
  id: 'media.check',
  method: 'POST',
  path: '/v1/media/{id}/check',
  entry: 'functions/api/media/check-media.ts',
  scope: 'conversations:view',
  summary: 'Have an uploaded file checked, by what is in it: it is ready or refused then; again, it changes nothing',
  request: { params },
  response: mediaWire,
  showsLinks: true,
  rerunnable: true,
  errors: ['media.not_found', 'media.not_uploaded'],
  grants: [...POST_GRANTS, 'uploads:GetObject', 'uploads:DeleteObject', 'media:PutObject', 'media:DeleteObject'],
  timeout: 29,
  memory: 1024,
});

export const listMedia = route({
  id: 'media.list',
  method: 'GET',
  path: '/v1/media',
  entry: 'functions/api/media/list-media.ts',
  scope: 'campaigns:read',
  summary: 'List media, newest first',
  request: { query: listQuery },
  response: listOf(mediaWire),
  showsLinks: true,
  errors: [],
  grants: ['table:Query'],
});

export const readMedia = route({
  id: 'media.read',
  method: 'GET',
  path: '/v1/media/{id}',
  entry: 'functions/api/media/read-media.ts',
  scope: 'campaigns:read',
  summary: 'Read a medium: whether it is ready, and its address, which campaigns take as `media_url`',
  request: { params },
  response: mediaWire,
  showsLinks: true,
  errors: ['media.not_found'],
  grants: ['table:GetItem'],
});

export const deleteMedia = route({
  id: 'media.delete',
  method: 'DELETE',
  path: '/v1/media/{id}',
  entry: 'functions/api/media/delete-media.ts',
  scope: 'conversations:view',
  summary: 'Delete a medium and its file, unless a campaign to come has its address',
  request: { params },
  response: deleted,
  showsLinks: true,
  errors: ['media.not_found', 'media.in_use'],
  grants: [
    ...['table:GetItem', 'table:DeleteItem', 'index:Query'],
    ...['uploads:DeleteObject', 'media:DeleteObject'],
  ] as const,
});
