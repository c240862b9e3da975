#!/usr/bin/env node
// `npx vermilion`
import process from 'node:process';
import { runScript } from './run-script.mjs';

runScript('src/main/cli.ts', process.argv.slice(2));
