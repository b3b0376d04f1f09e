import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DeleteScheduleCommand, ResourceNotFoundException, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  DeleteSecretCommand,
  DescribeSecretCommand,
  InvalidRequestException,
  ResourceNotFoundException as NoSuchSecret,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

import { sideBySide } from '../../shared/platform/side-by-side.ts';
import type { Installation } from '../create-tenant.ts';

/** The folders of the files' bucket; in each, a tenant has one of its own. */
const FOLDERS = ['imports', 'exports', 'uploads', 'media'];
const AT_ONCE = 20;
/** Of a thousand files each. */
const MAX_PAGES = 100_000;

/** What a tenant has outside of the table. */
export interface Outside {
  /** Removes every file of a tenant. @returns how many there were */
  removeFiles(tenant_id: string): Promise<number>;
  /** Removes a schedule. @returns whether there was one */
  removeSchedule(name: string): Promise<boolean>;
  /** Removes the provider credentials, at once and for good. @returns whether there were any */
  removeSecret(tenant_id: string): Promise<boolean>;
  hasSecret(tenant_id: string): Promise<boolean>;
}

/** That of an installation. @throws Error when it does not say where its files and schedules are */
export function outsideOf(installation: Installation): Outside {
  const { access, credentialsPrefix, files, scheduleGroup: GroupName } = installation;
  if (!files || GroupName === undefined)
    throw new Error('Where files and schedules are is not known here: deploy the stage again, or run npm start again.');
  const s3 = new S3Client({ ...access, ...(files.endpoint && { endpoint: files.endpoint, forcePathStyle: true }) });
  const [scheduler, secrets] = [new SchedulerClient(access), new SecretsManagerClient(access)];
  const Bucket = files.bucket;

  async function removeFolder(Prefix: string): Promise<number> {
    let count = 0;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      // From the beginning each time: what was listed is gone.
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      if (Contents.length === 0) return count;
      await sideBySide(Contents, AT_ONCE, ({ Key }) => s3.send(new DeleteObjectCommand({ Bucket, Key })));
      count += Contents.length;
    }
    throw new Error(`${Prefix} has more than ${MAX_PAGES} pages of files.`);
  }

  return {
    async removeFiles(tenant_id) {
      const counts = await Promise.all(FOLDERS.map((folder) => removeFolder(`${folder}/${tenant_id}/`)));
      return counts.reduce((sum, count) => sum + count, 0);
    },

    async removeSchedule(Name) {
      try {
        await scheduler.send(new DeleteScheduleCommand({ Name, GroupName }));
        return true;
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        return false;
      }
    },

    async removeSecret(tenant_id) {
      try {
        const SecretId = `${credentialsPrefix}${tenant_id}`;
        await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
        return true;
      } catch (error) {
        // AWS takes a moment, in which it is only marked.
        if (!(error instanceof NoSuchSecret) && !(error instanceof InvalidRequestException)) throw error;
        return false;
      }
    },

    async hasSecret(tenant_id) {
      try {
        const SecretId = `${credentialsPrefix}${tenant_id}`;
        return (await secrets.send(new DescribeSecretCommand({ SecretId }))).DeletedDate === undefined;
      } catch (error) {
        if (!(error instanceof NoSuchSecret)) throw error;
        return false;
      }
    },
  };
}
