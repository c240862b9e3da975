// `node scripts/run.mjs SCRIPT ARGUMENTS`: how package.json runs what needs a new Node.js.
import process from 'node:process';
import { runScript } from './run-script.mjs';

const [script, ...args] = process.argv.slice(2);
runScript(script, args);
