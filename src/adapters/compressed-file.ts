import { brotliDecompress, constants, createBrotliCompress } from 'node:zlib';
import { promisify } from 'node:util';
import { ConfigError } from '../model/errors.ts';

/** Turns texts into the bytes of one stream. */
export interface Compressor {
  /** All that is needed to read the text again, even when nothing follows. */
  add(text: string): Promise<Buffer>;
  end(): Promise<Buffer>;
}

/**
 * Brotli: what is said again at each look costs next to nothing within its window of 16 MiB (gzip's is
 * 32 KiB, less than one look). Quality 5 is as quick as gzip.
 */
export function compressor(): Compressor {
  const stream = createBrotliCompress({
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const taken = () => Buffer.concat(chunks.splice(0));
  return {
    add: (text) =>
      new Promise((resolve, reject) => {
        stream.once('error', reject);
        stream.write(text);
        stream.flush(() => {
          stream.off('error', reject);
          resolve(taken());
        });
      }),
    end: () =>
      new Promise((resolve, reject) => {
        stream.once('error', reject);
        stream.once('end', () => {
          resolve(taken());
        });
        stream.end();
      }),
  };
}

/** Without the demand that the stream has an end: one that was cut off is read as far as it goes. */
const asFarAsItGoes = constants.BROTLI_OPERATION_FLUSH;

/** The text of a compressed file. Throws ConfigError when it is damaged, or longer than `mostBytes`. */
export async function decompressed(
  path: string,
  bytes: Buffer,
  mostBytes: number,
): Promise<string> {
  try {
    const options = { finishFlush: asFarAsItGoes, maxOutputLength: mostBytes };
    return (await promisify(brotliDecompress)(bytes, options)).toString('utf8');
  } catch (error) {
    const isLong = error instanceof RangeError;
    throw new ConfigError(
      path,
      isLong
        ? `this is longer than ${Math.floor(mostBytes / 1024 / 1024)} MiB when unpacked`
        : 'this is damaged: it cannot be unpacked',
      isLong ? 'record for less long' : 'give another copy of it, or record again',
    );
  }
}
