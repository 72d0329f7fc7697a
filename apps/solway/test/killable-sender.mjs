// Sends what waits to Mosaic, in a process of its own that others kill. Run compiled. Arguments: one JSON object.
import { createHttpUpload } from '@solway/sources';
import { openDatabase } from '@solway/store';
import { startMosaicLoader } from '../dist/mosaic-loader.js';

const { databaseUrl, uploadUrl } = JSON.parse(process.argv[2]);
const db = openDatabase(databaseUrl);
startMosaicLoader(db, {
  upload: createHttpUpload({ url: uploadUrl }),
  clock: () => new Date().toISOString(),
  granted: () => true,
  idleMs: 20,
  onError: () => undefined,
});
process.send?.({ ready: true });
