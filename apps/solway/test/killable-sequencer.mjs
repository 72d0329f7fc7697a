// A sequencer in a process of its own, to be killed. Run compiled, so that it is what production runs. Arguments: one
// JSON object; `killAtSigning` kills it inside the transaction, after that many heads.
import { createPrivateKey } from 'node:crypto';
import { signHead } from '@solway/ledger';
import { openDatabase, sequenceLeaves } from '@solway/store';

const { databaseUrl, logId, key, limit, killAtSigning } = JSON.parse(process.argv[2]);
const db = openDatabase(databaseUrl, { connections: 1 });
const logKey = createPrivateKey(key);
let signed = 0;
process.send({ started: true });
for (;;) {
  const { placed } = await sequenceLeaves(db, {
    logId,
    limit,
    at: new Date().toISOString(),
    sign: (head) => {
      if (signed === killAtSigning) process.kill(process.pid, 'SIGKILL');
      signed += 1;
      return signHead(head, logKey);
    },
  });
  if (placed === 0) await new Promise((resolve) => setTimeout(resolve, 2));
}
