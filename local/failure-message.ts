import { NoEmbeddedDynamoDb } from './aws/dynoxide-binary.ts';
import { StorageFailure } from './aws/storage-failure.ts';

export interface Surroundings {
  readonly port: number;
  readonly dataDirectory: string;
  readonly dynamoDbEndpoint?: string | undefined;
}

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const NOT_WRITABLE = ['EACCES', 'EEXIST', 'EISDIR', 'ENOENT', 'ENOTDIR', 'EPERM', 'EROFS'];

/** What happened to a Herald that started or ran, and what to do about it. */
export function failureMessage(error: unknown, { port, dataDirectory, dynamoDbEndpoint }: Surroundings): string {
  if (error instanceof StorageFailure) return storageMessage(error, dataDirectory);
  const { code = '', message, dest, path = dataDirectory } = error as NodeJS.ErrnoException & { dest?: string };
  if (FULL.includes(code)) return fullMessage(path);
  // Of a process that builds what is started.
  const full = /ENOSPC: [^\n]*'([^'\n]+)'/.exec(message)?.[1];
  if (full) return fullMessage(full);
  if (NOT_WRITABLE.includes(code)) {
    const target = dest ?? path;
    const other = target.startsWith(dataDirectory) ? ', or set HERALD_DATA to another folder' : '';
    return `${target} cannot be written to (${code}): make it writable${other}.`;
  }
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use: end what uses it, or set PORT to another (0 picks a free one).`;
  if (error instanceof NoEmbeddedDynamoDb)
    return `${message} Run npm run dynamodb in another terminal, which says how to go on, or set DYNAMODB_ENDPOINT.`;
  if (dynamoDbEndpoint && /ECONNREFUSED|ENOTFOUND|ETIMEDOUT/.test(message))
    return `No DynamoDB answers at ${dynamoDbEndpoint}: start it, or set DYNAMODB_ENDPOINT to another.`;
  if (message.startsWith('the embedded DynamoDB ended'))
    return `Herald ends, because ${message}\nStart again: what Herald has accepted until now is stored.`;
  return message;
}

/** Says what happened, and ends the process at once, as a crash would: nothing is answered from then on that is not stored. */
export function failWith(surroundings: Surroundings): (error: unknown) => never {
  return (error) => {
    console.error(failureMessage(error, surroundings));
    process.exit(1);
  };
}

function storageMessage({ file, problem, reason }: StorageFailure, dataDirectory: string): string {
  switch (problem) {
    case 'full':
      return fullMessage(file);
    case 'damaged':
      return `${file} is damaged or missing (${reason}). Put back a copy of the whole folder ${dataDirectory}; or move the folder away and start again, without the customers, campaigns and reports that are in it.`;
    case 'in use':
      return `${dataDirectory} is in use by another start: end that one, or set HERALD_DATA to another folder.`;
    case 'unusable':
      return `${file} cannot be read and written (${reason}): make it a file that you may write, on a disk with space, or set HERALD_DATA to another folder.`;
  }
}

function fullMessage(file: string): string {
  return `The disk that ${file} is on is full. Make space and start again: what Herald has accepted until now is stored.`;
}
