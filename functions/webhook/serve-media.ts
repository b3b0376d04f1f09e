import { serveMedia as contract } from '../../shared/media/media-file.contract.ts';
import { serveMedia } from '../../shared/media/serve-media.ts';
import { files, media, tenants } from '../../shared/runtime/dependencies.ts';
import { publicFile } from '../../shared/runtime/public-file.ts';

export const handler = publicFile(contract, serveMedia, { files, media, tenants });
