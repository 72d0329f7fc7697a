import { SolwayError } from '@solway/kernel';

export class PopulationError extends SolwayError<
  'population-bundles' | 'population-date' | 'population-format' | 'population-size'
> {}
