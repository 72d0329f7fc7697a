// A match in a process of its own, for the test that kills it. Arguments: council, chi, out.
import { matchCommand } from '@solway/identity';

const [council, chi, out] = process.argv.slice(2);
process.exitCode = await matchCommand(['--council', council!, '--chi', chi!, '--out', out!], process);
