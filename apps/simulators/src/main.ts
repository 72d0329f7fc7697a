import { SolwayError } from '@solway/kernel';
import { runMosaic } from './commands/mosaic.ts';
import { runOrion } from './commands/orion.ts';
import { runPopulation } from './commands/population.ts';

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  population: runPopulation,
  mosaic: runMosaic,
  orion: runOrion,
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(`the commands are: ${Object.keys(commands).join(', ')}`);
  process.exitCode = 2;
} else {
  try {
    await command(args);
  } catch (error) {
    console.error(error instanceof SolwayError ? `${error.code}: ${error.message}` : error);
    // Whatever still waits for input from whoever started us is not waited for.
    process.exit(1);
  }
}
