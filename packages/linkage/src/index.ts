export { damerauLevenshtein } from './similarity/edit-distance.ts';
export { jaroWinkler } from './similarity/jaro-winkler.ts';
