import path from 'node:path';
import process from 'node:process';
import type { DataFolder } from '../../src/main/data-folder.ts';
import type { Demo } from './enrol-demo.ts';

/** What to do next, ready to be pasted. */
export function describeDemo(demo: Demo & { url: string; sample: string; sealed: string; data: DataFolder }): string {
  const file = (name: string) => quote(isBelow(process.cwd(), name) ? path.relative(process.cwd(), name) : name);
  const isDefault = demo.data.path === path.resolve('.vermilion');
  const environment = isDefault ? '' : `VERMILION_DATA=${file(demo.data.path)} `;
  return `
Seal a PDF by HTTP (this one, or yours):
  curl -sS -H 'Authorization: Bearer ${demo.apiKey}' -F sealId=${demo.sealId} -F file=@${file(demo.sample)} ${demo.url}/v1/documents

Verify a sealed one against the chain:
  ${environment}npx vermilion verify ${file(demo.sealed)}

The page: ${demo.url}/
Stop with Ctrl-C; 'npm start' brings everything back.`;
}

const isBelow = (folder: string, file: string): boolean => file.startsWith(folder + path.sep);
const quote = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
